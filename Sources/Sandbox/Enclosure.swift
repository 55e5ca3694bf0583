internal import CLinux
internal import Glibc
internal import Linux

/// The bounds of a program that is not ours, and of all that it starts: restic, which reads what hosts have prepared.
///
/// Landlock holds it, and a filter that refuses only what Landlock does not know, or not in all versions: sockets (the
/// ledger's among them), signals to others, truncating by path, modes and owners. Which calls another program needs beside
/// those is not ours to say. It keeps its environment, its descriptors and its user.
public struct Enclosure: Sendable {
    private let allowance: Allowance
    private let restoring: Bool

    /// - Parameters:
    ///   - programs: folders and files that may be read and run.
    ///   - files: what may be read.
    ///   - folders: where anything may be made, changed and removed.
    ///   - restoring: whether it gives files their modes, owners and attributes, which no rule bounds to a folder.
    public init(
        running programs: [Folder], reading files: [Folder], changing folders: [Folder], restoring: Bool
    ) {
        self.restoring = restoring
        allowance = Allowance(
            rows: programs.map { Allowance.Row(.running, in: $0) } + files.map { Allowance.Row(.reading, in: $0) }
                + folders.map { Allowance.Row(.owning, in: $0) },
            sockets: .none, links: false, descriptors: Limits.gateDescriptors)
    }

    /// Gives up every right but these, for this process and whatever it starts or becomes. There is no way back.
    ///
    /// Of root's capabilities those stay that give files back their owners, kinds and attributes.
    ///
    /// - Parameter confinement: whether it may be skipped where the kernel has no Landlock of ABI 2.
    /// - Throws: ``ConfinementError``.
    public func enter(_ confinement: Confinement) throws(ConfinementError) {
        let kernel = Kernel.running
        if confinement == .required, let missing = kernel.shortfall(of: allowance, asRoot: false) { throw missing }
        try step("prctl") { clinux_no_new_privileges() }
        try Ruleset.restrict(to: allowance, on: kernel)
        try step("capset") { clinux_keep_file_capabilities() }
        try CallFilter(enclosingOne: restoring).install()
    }
}
