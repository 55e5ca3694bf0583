/// Proof that this process is confined. Only ``Confinement/enter(_:)`` makes one: what must not run unconfined takes it.
public struct ConfinedProcess: ~Copyable, Sendable {
    /// What the kernel enforces from here on; the session's row names it.
    public let level: Level

    init(level: Level) {
        self.level = level
    }
}
