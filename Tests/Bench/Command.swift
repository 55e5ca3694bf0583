/// The words that the program understands.
enum Command {
    static let usage = """
        usage: Bench measure PROGRAMS [--quick] [--only WORD] [--write FILE] [--rclone PROGRAM]…
               Bench growth PROGRAMS [--quick] [--write FILE]
               Bench instructions PROGRAMS [--write FILE]
               Bench order PROGRAMS --write FILE
               Bench attend FILE PROGRAM ARGUMENTS…    writes to FILE what the program took of the processors
               Bench delay MILLISECONDS PROGRAM ARGUMENTS…    each byte reaches the program, or us, so much later
        """

    /// Does what the words say.
    ///
    /// - Returns: the exit status.
    static func run(_ words: [String]) -> Int32 {
        do {
            switch words.first {
            case "measure": try Measuring(Options(words.dropFirst())).run()
            case "growth": try Growth(Options(words.dropFirst())).run()
            case "order": try Ordering(Options(words.dropFirst())).run()
            case "instructions": try Instructions(Options(words.dropFirst())).run()
            case "attend" where words.count > 2: return try Attendant.run(report: words[1], Array(words.dropFirst(2)))
            case "delay" where words.count > 2:
                guard let delay = Int64(words[1]) else { throw Trouble(usage) }
                return try Relay.run(.milliseconds(delay), Array(words.dropFirst(2)))
            default: throw Trouble(usage)
            }
            return 0
        } catch {
            Text.say("bench: \(error)")
            return 1
        }
    }
}
