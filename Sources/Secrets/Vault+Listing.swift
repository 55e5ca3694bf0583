internal import Glibc
internal import Linux
public import Policy

/// A secret that is in a vault; never what it is.
public struct SealedSecret: Hashable, Sendable {
    /// Its name.
    public let name: Name
    /// When it was set, in seconds since 1970; `nil` where its file cannot be read.
    public let set: Int64?
    /// Why it cannot be opened; `nil` where it can.
    public let trouble: SecretError?
}

extension Vault {
    /// All secrets, by name. Each is opened once, to see that it can be.
    ///
    /// - Throws: ``SecretError`` where the folder cannot be read.
    public func secrets() throws(SecretError) -> [SealedSecret] {
        try names().map { name in
            var set: Int64?
            do throws(SecretError) {
                set = try sealed(name).set
                _ = try open(name)
                return SealedSecret(name: name, set: set, trouble: nil)
            } catch {
                return SealedSecret(name: name, set: set, trouble: error)
            }
        }
    }

    /// Whether the vault has a secret of this name, be it readable or not.
    public func contains(_ name: Name) -> Bool { unsafe access(path(of: name), F_OK) == 0 }

    /// What is wrong with the key; `nil`: nothing, or it was never needed.
    public func keyTrouble() -> SecretError? {
        do throws(SecretError) {
            _ = try KeyRing(of: self)
            return nil
        } catch {
            if case .noKey = error, (try? names().isEmpty) == true { return nil }
            return error
        }
    }

    /// Whether a rotation was begun and not ended.
    ///
    /// - Throws: ``SecretError``.
    public func isBetweenKeys() throws(SecretError) -> Bool {
        guard try !names().isEmpty else { return false }
        return try KeyRing(of: self).hasSecond
    }

    /// The names of all secrets, sorted.
    func names() throws(SecretError) -> [Name] {
        let files = try SecretError.system(folder) { () throws(SystemCallError) in
            try Descriptor.at(folder, O_RDONLY | O_DIRECTORY).names()
        }
        return files.compactMap { $0.hasSuffix(Self.ending) ? Name($0.dropLast(Self.ending.count)) : nil }.sorted()
    }
}
