internal import CLinux
internal import Glibc
internal import Linux

/// The bounds of a program that is not ours, and of all that it starts: restic, which reads what hosts have prepared.
///
/// Landlock alone holds it: which system calls another program needs is not ours to say. It keeps its environment, its
/// descriptors and its user.
public struct Enclosure: Sendable {
    private let allowance: Allowance

    /// - Parameters:
    ///   - programs: folders and files that may be read and run.
    ///   - files: what may be read.
    ///   - folders: where anything may be made, changed and removed.
    public init(running programs: [Folder], reading files: [Folder], changing folders: [Folder]) {
        allowance = Allowance(
            rows: programs.map { Allowance.Row(.running, in: $0) } + files.map { Allowance.Row(.reading, in: $0) }
                + folders.map { Allowance.Row(.owning, in: $0) },
            sockets: .none, links: false, descriptors: Limits.gateDescriptors)
    }

    /// Gives up every right but these, for this process and whatever it starts or becomes. There is no way back.
    ///
    /// TCP goes too, from ABI 4 on, and from ABI 6 on signals to processes outside. Of root's capabilities those stay that
    /// give files back their owners, kinds and attributes.
    ///
    /// - Parameter confinement: whether it may be skipped where the kernel has no Landlock of ABI 2.
    /// - Throws: ``ConfinementError``.
    public func enter(_ confinement: Confinement) throws(ConfinementError) {
        let kernel = Kernel.running
        if confinement == .required, let missing = kernel.shortfall(of: allowance, asRoot: false) { throw missing }
        try step("prctl") { clinux_no_new_privileges() }
        try Ruleset.restrict(to: allowance, on: kernel)
        try step("capset") { clinux_keep_file_capabilities() }
    }
}
