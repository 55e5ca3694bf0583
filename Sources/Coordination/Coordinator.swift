internal import ArgumentParser

/// The program `postern`: arguments in, an exit status out.
public enum Coordinator {
    /// Does what the arguments ask for.
    ///
    /// - Parameters:
    ///   - arguments: those that follow the program's name.
    ///   - world: what it reads and where it writes.
    /// - Returns: the exit status, one of ``Ending``.
    public static func run(_ arguments: [String], in world: World) -> Int32 {
        do {
            var command = try Postern.parseAsRoot(arguments)
            switch command {
            case let errand as any Errand: try errand.run(in: world)
            case is any CommandGroup: throw Complaint("a command is missing", hint: hint(arguments), .usage)
            // ArgumentParser's own: the help, which it throws.
            default: try command.run()
            }
            return Ending.done.rawValue
        } catch {
            return end(error, arguments, world)
        }
    }

    private static func end(_ error: any Error, _ arguments: [String], _ world: World) -> Int32 {
        switch Postern.exitCode(for: error) {
        case .success:
            // Help, or the version, was asked for.
            world.print(Postern.fullMessage(for: error))
            return Ending.done.rawValue
        case .validationFailure where !(error is Complaint):
            return tell(Complaint(parserWords(error), hint: hint(arguments), .usage), world)
        default:
            return tell(Complaint(of: error), world)
        }
    }

    private static func tell(_ complaint: Complaint, _ world: World) -> Int32 {
        complaint.lines.forEach(world.say)
        return complaint.ending.rawValue
    }

    /// ArgumentParser's own sentence in our manner: lower case, no full stop, one line.
    private static func parserWords(_ error: any Error) -> String {
        let message = Postern.message(for: error)
        var words = Escaped.text(message.split(separator: "\n").first ?? "these arguments are wrong")
        if words.hasSuffix(".") { words.removeLast() }
        return words.prefix(1).lowercased() + words.dropFirst()
    }

    private static func hint(_ arguments: [String]) -> String {
        let command = arguments.prefix { !$0.hasPrefix("-") }.prefix(2).filter { word in
            word.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        }
        return (["postern"] + command + ["--help"]).joined(separator: " ")
    }
}
