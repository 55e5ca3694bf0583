internal import Linux
internal import Policy

/// What the gate says to the person at the client: lines on stderr, which restic prints behind `rclone: `.
///
/// Each thing is said once a session, so that a client that tries again and again does not drown its own reason, and
/// cannot fill the pipe. Nothing that the client sent is repeated, and nothing of this machine is told.
final class Voice {
    private var said: Set<String> = []

    /// Says why something was refused, and what to do.
    func refused(_ refusal: Refusal) {
        let (reason, hint) = refusal.explanation
        say("postern: refused: \(reason)", "postern: hint: \(hint)")
    }

    /// Says that something here does not work.
    func failed(_ problem: String, hint: String) {
        say("postern: error: \(problem)", "postern: hint: \(hint)")
    }

    /// Says that a request waits.
    func held() {
        say(
            "postern: maintenance of this repository goes on",
            "postern: hint: the backup waits for its end, and goes on then")
    }

    private func say(_ problem: String, _ hint: String) {
        if said.insert(problem).inserted { StandardError.say(problem, hint) }
    }
}
