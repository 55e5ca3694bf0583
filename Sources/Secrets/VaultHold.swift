internal import Glibc
internal import Linux
internal import Policy

/// A vault that nobody else changes meanwhile. The kernel ends it when the process ends, however that ends.
struct VaultHold: ~Copyable {
    private let vault: Vault
    private let folder: Descriptor
    /// The group of new files: the folder's own.
    let group: gid_t?

    /// Waits for the lock of a vault. Source: flock(2).
    init(_ vault: Vault) throws(SecretError) {
        let folder = try Self.lock(vault)
        let status = try SecretError.system(vault.folder) { () throws(SystemCallError) in try folder.status() }
        try Self.sweep(folder, vault)
        group = geteuid() == 0 ? status.group : nil
        self.vault = vault
        self.folder = folder
    }

    private static func lock(_ vault: Vault) throws(SecretError) -> Descriptor {
        try SecretError.system(vault.folder) { () throws(SystemCallError) in
            let folder = try Descriptor.at(vault.folder, O_RDONLY | O_DIRECTORY)
            try retrying("flock") { flock(folder.raw, LOCK_EX) }
            return folder
        }
    }

    /// What a process that was killed left of its writes: it may hold a key.
    private static func sweep(_ folder: borrowing Descriptor, _ vault: Vault) throws(SecretError) {
        let raw = folder.raw
        let left = try SecretError.system(vault.folder) { () throws(SystemCallError) in
            try Descriptor.at(".", O_RDONLY | O_DIRECTORY, in: raw).names().filter(AtomicFile.isTemporary)
        }
        for name in left { _ = unsafe unlinkat(raw, name, 0) }
    }

    /// Puts a sealed file in place; whole, or not at all.
    func write(_ file: SealedFile, _ name: Name) throws(SecretError) {
        let path = vault.path(of: name)
        try SecretError.system(path) { () throws(SystemCallError) in
            try AtomicFile.write(file.bytes, to: path, mode: vault.kind.custody.mode, group: group)
        }
    }

    /// Removes a secret's file.
    func remove(_ name: Name) throws(SecretError) {
        let path = vault.path(of: name)
        guard unsafe unlink(path) == 0 else {
            throw errno == ENOENT ? .missing(name) : .system(SystemCallError("unlink", errno), path)
        }
        try SecretError.system(path) { () throws(SystemCallError) in try folder.sync() }
    }
}
