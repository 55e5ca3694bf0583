internal import Glibc
internal import Linux
internal import Sodium

/// Who may read a file of a vault; nobody else than its owner may ever write it.
enum Custody: Hashable, Sendable {
    /// Its owner alone: mode 0600.
    case owner
    /// Its group too: mode 0640.
    case group
    /// A credential, which systemd hands to a service: mode 0400, or 0440 where an access list names the service's user.
    case credential

    /// The mode of new files.
    var mode: mode_t {
        switch self {
        case .owner: 0o600
        case .group: 0o640
        case .credential: 0o400
        }
    }

    /// What nobody may do.
    private var forbidden: mode_t {
        switch self {
        case .owner: 0o077
        case .group: 0o027
        case .credential: 0o037
        }
    }

    /// Opens a file after a look at who owns it and who may read it.
    ///
    /// - Throws: ``SecretError/loose(_:)`` where others than these may.
    func open(_ path: String) throws(SecretError) -> Descriptor {
        // Without O_NONBLOCK a pipe of that name would hold us for ever.
        let file = try SecretError.system(path) { () throws(SystemCallError) in
            try Descriptor.at(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        }
        let status = try SecretError.system(path) { () throws(SystemCallError) in try file.status() }
        guard status.kind == .regular, status.owner == 0 || status.owner == geteuid(),
            status.permissions & forbidden == 0
        else { throw .loose(path) }
        return file
    }

    /// Reads a file that holds nothing secret by itself.
    func read(_ path: String, limit: Int) throws(SecretError) -> [UInt8] {
        let file = try open(path)
        return try SecretError.system(path) { () throws(SystemCallError) in try file.readAll(limit: limit) }
    }

    /// Reads a file into memory that is wiped later.
    func readSecretly(_ path: String, limit: Int) throws(SecretError) -> SecretBytes {
        let file = try open(path)
        let size = try SecretError.system(path) { () throws(SystemCallError) in try file.status().size }
        guard size <= limit else { throw .damaged(path) }
        var failure: SystemCallError?
        let bytes = try SecretError.sodium { () throws(SodiumError) in
            try unsafe SecretBytes(count: size) { unsafe failure = Self.fill($0, from: file) }
        }
        if let failure { throw .system(failure, path) }
        return bytes
    }

    /// Reads until the memory is full.
    private static func fill(
        _ memory: UnsafeMutableRawBufferPointer, from file: borrowing Descriptor
    ) -> SystemCallError? {
        var rest = unsafe memory
        while unsafe !rest.isEmpty {
            do throws(SystemCallError) {
                let count = try unsafe file.read(into: rest)
                // It became shorter while it was read: nobody who writes these files does that.
                guard count > 0 else { return SystemCallError("read", EIO) }
                unsafe rest = UnsafeMutableRawBufferPointer(rebasing: rest[count...])
            } catch {
                return error
            }
        }
        return nil
    }
}
