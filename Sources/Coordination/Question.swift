/// A question before something that cannot be undone.
enum Question {
    /// Goes on only if the person says yes. Where nobody can be asked, `--yes` must have been given.
    ///
    /// - Parameters:
    ///   - words: what will happen; it begins with a small letter and is no question yet.
    ///   - isAnswered: whether `--yes` was given.
    ///   - world: where to ask.
    /// - Throws: ``Complaint``; nothing was done then.
    static func ask(_ words: String, isAnswered: Bool, in world: World) throws(Complaint) {
        if isAnswered { return }
        guard world.isTerminal else {
            throw Complaint("this cannot be undone: \(words)", hint: "give --yes where nobody can be asked", .usage)
        }
        world.say("postern: \(words); go on? [y/N]")
        let answer = world.line().map { $0.lowercased() }
        guard answer == "y" || answer == "yes" else { throw Complaint("nothing was done", hint: nil) }
    }
}
