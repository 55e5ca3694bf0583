internal import Glibc
internal import Linux
public import Policy
public import Sodium

extension Vault {
    /// Seals a secret, in place of one of that name that is there. The first one makes the key.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - secret: the secret.
    ///   - now: seconds since 1970.
    /// - Throws: ``SecretError``; what was there is then as it was.
    public func set(_ name: Name, to secret: borrowing SecretBytes, now: Int64) throws(SecretError) {
        guard (1...Self.longest).contains(secret.count) else { throw .badLength }
        let hold = try VaultHold(self)
        try makeKey(hold)
        let ring = try KeyRing(of: self)
        try hold.write(SealedFile(sealing: secret, name, kind, set: now, with: ring.first), name)
    }

    /// Removes a secret.
    ///
    /// - Throws: ``SecretError``; ``SecretError/missing(_:)`` where there is none of that name.
    public func remove(_ name: Name) throws(SecretError) {
        try VaultHold(self).remove(name)
    }

    /// A key that was made once is never made anew while there is something that it may have sealed.
    private func makeKey(_ hold: borrowing VaultHold) throws(SecretError) {
        guard !hasCredential, unsafe access(keyFile, F_OK) != 0 else { return }
        guard try names().isEmpty else { throw .noKey(keyFile) }
        let key = try SecretError.sodium { () throws(SodiumError) in try SealingKey.random() }
        try KeyRing(first: key, second: nil).write(to: self, group: hold.group)
    }
}
