internal import Glibc

/// A fault that strace puts into a program. Source: strace(1), "Tampering".
public struct Fault: Hashable, Sendable, CustomStringConvertible {
    /// The call that it hits.
    public let call: String
    /// The how many-th of each thread; with a plus, all from that one on.
    public let occurrence: String
    /// What happens: `signal=KILL` before the call, or `error=EIO` in its place.
    public let effect: String

    /// Takes the three.
    public init(_ call: String, _ occurrence: String, _ effect: String) {
        self.call = call
        self.occurrence = occurrence
        self.effect = effect
    }

    /// As in strace's option.
    public var description: String { "\(call):\(effect):when=\(occurrence)" }
}

/// What is needed to run programs of a castle under strace.
enum Strace {
    /// Makes sure that it can be done.
    static func check() throws(SiegeError) {
        guard Doors.searchPath.split(separator: ":").contains(where: { unsafe access("\($0)/strace", X_OK) == 0 })
        else { throw .missing("strace", "apt-get install strace") }
        // A gate is not dumpable: only CAP_SYS_PTRACE may read its memory. Source: ptrace(2), "access mode checking".
        guard geteuid() == 0 else { throw .missing("the right to trace a confined gate", "sudo make test") }
    }

    /// The words that come before a program's own, so that it has a fault.
    static func words(_ fault: Fault) -> [String] {
        ["strace", "-f", "-o", "/dev/null", "-e", "trace=\(fault.call)", "-e", "inject=\(fault)", "-e", "signal=none"]
    }
}
