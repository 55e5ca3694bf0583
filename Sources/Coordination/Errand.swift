internal import ArgumentParser

/// A command that does something. ArgumentParser reads its arguments; the rest of the world is handed to it.
protocol Errand: ParsableCommand {
    /// Does it.
    ///
    /// - Throws: what ``Complaint/init(of:_:)`` puts into words.
    func run(in world: World) throws
}

/// A command that only has commands below it.
protocol CommandGroup: ParsableCommand {}
