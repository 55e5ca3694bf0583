internal import Linux
internal import Policy
internal import Sodium

/// What became of a rotation.
public struct Rotation: Hashable, Sendable {
    /// How many secrets were sealed anew.
    public let resealed: Int
    /// Whether it ended what an earlier one had begun.
    public let finishedEarlier: Bool
}

extension Vault {
    /// Seals all secrets with a new key.
    ///
    /// The new key is put before the old one; each file is replaced by one of the new key; the old key is taken away.
    /// Each of these is one rename, so whenever it is cut, every secret can be opened; done again, it goes on where it was.
    /// A key that is a credential is the admin's: the new one must stand there already.
    ///
    /// - Parameter isUnderWay: hears how many are done, and of how many.
    /// - Returns: what was done; `nil` where there is no key, and so no secret.
    /// - Throws: ``SecretError``; where a secret cannot be opened, before anything has changed.
    public func rotate(isUnderWay: (Int, Int) -> Void = { _, _ in }) throws(SecretError) -> Rotation? {
        let hold = try VaultHold(self)
        let names = try names()
        let old: KeyRing
        do throws(SecretError) { old = try KeyRing(of: self) } catch {
            if case .noKey = error, names.isEmpty { return nil }
            throw error
        }
        for name in names { _ = try old.open(sealed(name), name, kind) }
        let finishesEarlier = old.hasSecond
        let ring = finishesEarlier ? old : try extended(old, hold)
        var resealed = 0
        for (index, name) in names.enumerated() {
            resealed += try reseal(name, ring, hold) ? 1 : 0
            isUnderWay(index + 1, names.count)
        }
        if hasCredential {
            if resealed == 0 { throw .credential(keySource) }
        } else {
            try KeyRing(first: ring.intoFirst(), second: nil).write(to: self, group: hold.group)
        }
        return Rotation(resealed: resealed, finishedEarlier: finishesEarlier && !hasCredential)
    }

    /// A new key before the old one, on the disk.
    private func extended(_ old: consuming KeyRing, _ hold: borrowing VaultHold) throws(SecretError) -> KeyRing {
        if hasCredential { throw .credential(keySource) }
        let key = try SecretError.sodium { () throws(SodiumError) in try SealingKey.random() }
        let ring = KeyRing(first: key, second: old.intoFirst())
        try ring.write(to: self, group: hold.group)
        return ring
    }

    private func reseal(
        _ name: Name, _ ring: borrowing KeyRing, _ hold: borrowing VaultHold
    ) throws(SecretError) -> Bool {
        let file = try sealed(name)
        guard file.key != ring.first.identity else { return false }
        let secret = try ring.open(file, name, kind)
        try hold.write(SealedFile(sealing: secret, name, kind, set: file.set, with: ring.first), name)
        return true
    }
}
