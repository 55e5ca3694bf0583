/// How strictly a process insists on being confined. The words are those of `[sandbox] landlock` in `postern.toml`.
///
///     let proof = try Confinement.required.enter(.gate(appendingTo: repository))
///
/// The way of one process: `closeInheritedDescriptors(keeping:)` first; read the environment; open what must be open
/// (the storage, the session at the ledger); touch what loads itself late (libcrypto, the time zone); `enter`; only then
/// start threads and read from the client.
///
/// Afterwards no file's mode, owner or times can be set (a file is opened with its mode), no file is opened with O_TRUNC,
/// no folder is made, and no unconnected socket may be left from before but the ledger's for syslog.
public enum Confinement: String, CaseIterable, Sendable {
    /// All that the allowance leaves out is refused by the kernel, or the process does not start.
    ///
    /// That takes Landlock ABI 3, or ABI 2 for a process that is not root; and ABI 4 where the storage is remote.
    case required

    /// As much of it as this kernel can do. The level that came of it stands in ``ConfinedProcess/level``.
    case bestEffort = "best-effort"

    /// Gives up every right but those of `allowance`. There is no way back.
    ///
    /// In this order: one thread only; the environment, umask, limits, dumpable; no_new_privs; Landlock; capabilities;
    /// the filter of system calls. Landlock binds the calling thread and those that it starts later, so no other may
    /// run yet.
    ///
    /// - Parameter allowance: what the process still needs. Its descriptors must be open until this returns.
    /// - Returns: the proof.
    /// - Throws: ``ConfinementError``. What was given up before stays given up: say why, and exit.
    public func enter(_ allowance: Allowance) throws(ConfinementError) -> ConfinedProcess {
        try enter(allowance, on: .running)
    }

    /// ``enter(_:)`` on a kernel that may pretend to be older than it is.
    package func enter(_ allowance: Allowance, on kernel: Kernel) throws(ConfinementError) -> ConfinedProcess {
        if let missing = shortfall(of: allowance, on: kernel, asRoot: Process.isRoot) { throw missing }
        guard Process.hasOneThread else { throw .severalThreads }
        try Process.emptyItself(descriptors: allowance.descriptors)
        try Ruleset.restrict(to: allowance, on: kernel)
        try Process.dropCapabilities()
        try CallFilter(for: allowance, on: kernel).install()
        return ConfinedProcess(level: kernel.level)
    }

    /// What keeps this kernel, or this user, from giving what the word asks for; nil where nothing does.
    ///
    /// For `doctor`, which wants to know and not to be confined.
    ///
    /// - Parameters:
    ///   - allowance: what the process would need.
    ///   - asRoot: whether it would be root.
    /// - Returns: what is missing.
    public func shortfall(of allowance: Allowance, asRoot: Bool) -> ConfinementError? {
        shortfall(of: allowance, on: .running, asRoot: asRoot)
    }

    private func shortfall(of allowance: Allowance, on kernel: Kernel, asRoot: Bool) -> ConfinementError? {
        switch self {
        case .bestEffort: nil
        case .required: kernel.shortfall(of: allowance, asRoot: asRoot)
        }
    }
}
