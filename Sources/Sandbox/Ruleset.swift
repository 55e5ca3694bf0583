internal import CLinux
internal import Glibc
internal import Linux

/// Landlock's rules for one process. Source: landlock(7).
package enum Ruleset {
    /// Binds this thread, and those that it starts, to the rows of `allowance`. Nothing happens before ABI 2.
    ///
    /// The process must have no_new_privs.
    package static func restrict(to allowance: Allowance, on kernel: Kernel) throws(ConfinementError) {
        guard kernel.abi >= 2 else { return }
        let handled = Rights.handled(byABI: kernel.abi)
        let rules = try make(handling: handled, abi: kernel.abi)
        for row in allowance.rows { try add(row, handled: handled, to: rules) }
        if kernel.abi >= 4, let port = allowance.sockets.port {
            try step("landlock_add_rule") { clinux_landlock_allow_port(rules.raw, port, connectTCP) }
        }
        try step("landlock_restrict_self") { clinux_landlock_restrict(rules.raw) }
    }

    private static func make(handling files: Rights, abi: Int) throws(ConfinementError) -> Descriptor {
        let raw = clinux_landlock_ruleset(
            files.rawValue, abi >= 4 ? bindTCP | connectTCP : 0, abi >= 6 ? abstractSockets | signals : 0)
        guard raw >= 0 else { throw .system(SystemCallError("landlock_create_ruleset", errno)) }
        return Descriptor(owning: raw)
    }

    private static func add(
        _ row: Allowance.Row, handled: Rights, to rules: borrowing Descriptor
    ) throws(ConfinementError) {
        let name = row.part.map { "\(row.folder)/\($0)" } ?? "\(row.folder)"
        do {
            let handle = try open(row)
            // A rule on a file may not speak of folders.
            let ofFiles: Rights = [.readFile, .execute]
            let rights = try handle.status().kind == .folder ? row.rights : row.rights.intersection(ofFiles)
            let allowed = rights.intersection(handled).rawValue
            try retrying("landlock_add_rule") { clinux_landlock_allow_below(rules.raw, handle.raw, allowed) }
        } catch {
            throw .folder(name, error)
        }
    }

    /// A part is never a symbolic link: whoever could plant one would choose what is opened up.
    private static func open(_ row: Allowance.Row) throws(SystemCallError) -> Descriptor {
        let folder = try row.folder.handle()
        guard let part = row.part else { return folder }
        return try folder.open(part, openPath | O_DIRECTORY | O_NOFOLLOW)
    }

    // Source: linux/landlock.h, "Network flags" (ABI 4) and "Scope flags" (ABI 6).
    private static let bindTCP: UInt64 = 1 << 0
    private static let connectTCP: UInt64 = 1 << 1
    private static let abstractSockets: UInt64 = 1 << 0
    private static let signals: UInt64 = 1 << 1
}
