internal import Glibc
internal import Linux
internal import Policy
internal import Sodium

/// The keys of a vault: one, or two while all is sealed anew.
///
/// The file has a line for each, the one that seals first: `postern-secrets-key-1:` and 64 hexadecimal digits, or
/// `postern-gate-secrets-key-1:`.
struct KeyRing: ~Copyable {
    /// What seals.
    let first: SealingKey
    /// What only opens what was sealed before.
    let second: SealingKey?

    private static let digits = SealingKey.length * 2
    private static let longest = 1024

    /// Takes the keys.
    init(first: consuming SealingKey, second: consuming SealingKey?) {
        self.first = first
        self.second = second
    }

    /// Reads the keys of a vault.
    ///
    /// - Throws: ``SecretError``; ``SecretError/noKey(_:)`` where there is no key.
    init(of vault: Vault) throws(SecretError) {
        let path = vault.keySource
        let custody = vault.hasCredential ? Custody.credential : vault.kind.custody
        let text: SecretBytes
        do throws(SecretError) { text = try custody.readSecretly(path, limit: Self.longest) } catch {
            if case .system(let why, _) = error, why.code == ENOENT { throw .noKey(path) }
            throw error
        }
        self = try unsafe text.withBytes { text throws(SecretError) in try unsafe KeyRing(text, vault.kind, path) }
    }

    /// Reads the lines of a file.
    private init(_ text: UnsafeRawBufferPointer, _ kind: Vault.Kind, _ path: String) throws(SecretError) {
        let mark = Array(Self.mark(kind).utf8)
        let length = mark.count + Self.digits
        func key(at start: Int) throws(SecretError) -> SealingKey {
            let line = unsafe UnsafeRawBufferPointer(rebasing: text[start..<(start + length)])
            guard unsafe line.starts(with: mark) else { throw .badKey(path) }
            do throws(SodiumError) {
                let digits = unsafe UnsafeRawBufferPointer(rebasing: line[mark.count...])
                return try unsafe SealingKey(master: SecretBytes.reading(hexadecimal: digits))
            } catch {
                throw error == .badKey ? .badKey(path) : .sodium(error)
            }
        }
        // systemd-creds and people may leave off the last end of line.
        let newline = UInt8(ascii: "\n")
        let count = unsafe text.last == newline ? text.count - 1 : text.count
        switch count {
        case length: self.init(first: try key(at: 0), second: nil)
        case 2 * length + 1 where unsafe text[length] == newline:
            self.init(first: try key(at: 0), second: try key(at: length + 1))
        default: throw .badKey(path)
        }
    }

    /// Whether all is being sealed anew.
    var hasSecond: Bool {
        switch second {
        case .some: true
        case nil: false
        }
    }

    /// The key that seals; the other is gone.
    consuming func intoFirst() -> SealingKey { first }

    /// Opens a file with the key that it names.
    ///
    /// - Throws: ``SecretError``.
    func open(_ file: SealedFile, _ name: Name, _ kind: Vault.Kind) throws(SecretError) -> SecretBytes {
        do throws(SodiumError) {
            if file.key == first.identity { return try file.open(name, kind, with: first) }
            if let opened = try openWithSecond(file, name, kind) { return opened }
        } catch {
            throw error == .forged ? .forged(name) : .sodium(error)
        }
        throw .otherKey(name)
    }

    private func openWithSecond(
        _ file: SealedFile, _ name: Name, _ kind: Vault.Kind
    ) throws(SodiumError) -> SecretBytes? {
        switch second {
        case .some(let second): file.key == second.identity ? try file.open(name, kind, with: second) : nil
        case nil: nil
        }
    }

    /// Puts the keys into the vault's file; whole, or not at all.
    ///
    /// - Throws: ``SecretError``.
    func write(to vault: Vault, group: gid_t?) throws(SecretError) {
        let text = try text(vault.kind)
        try SecretError.system(vault.keyFile) { () throws(SystemCallError) in
            try unsafe text.withBytes { text throws(SystemCallError) in
                try unsafe AtomicFile.write(text, to: vault.keyFile, mode: vault.kind.custody.mode, group: group)
            }
        }
    }

    private func text(_ kind: Vault.Kind) throws(SecretError) -> SecretBytes {
        try SecretError.sodium { () throws(SodiumError) in
            var lines = try Self.line(first, kind)
            switch second {
            case .some(let second): lines = try lines.followed(by: Self.line(second, kind))
            case nil: break
            }
            return lines
        }
    }

    private static func line(_ key: borrowing SealingKey, _ kind: Vault.Kind) throws(SodiumError) -> SecretBytes {
        var mark = Array(mark(kind).utf8)
        var end = [UInt8(ascii: "\n")]
        return try SecretBytes(wiping: &mark).followed(by: key.master.hexadecimal()).followed(
            by: SecretBytes(wiping: &end))
    }

    private static func mark(_ kind: Vault.Kind) -> String { "postern-\(kind.folder)-key-1:" }
}
