/// How a program ended. Source: waitpid(2).
public enum ExitStatus: Hashable, Sendable {
    /// By itself, with this number.
    case exited(Int32)
    /// By this signal.
    case killed(signal: Int32)

    /// From the word that waitpid(2) fills in.
    init(word: Int32) {
        let signal = word & 0x7f
        self = signal == 0 ? .exited(word >> 8 & 0xff) : .killed(signal: signal)
    }
}
