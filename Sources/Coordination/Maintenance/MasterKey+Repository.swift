internal import Policy
internal import Restic
internal import ResticFiles
internal import Store

extension MasterKey {
    /// How many key files are tried at most where the policy names none: each takes about a second.
    private static let tries = 20

    /// Opens a repository with its password: by the key that the policy names, or by any other.
    ///
    /// - Throws: ``Complaint`` where no key file fits.
    init(of repository: Repository, in inventory: Inventory, password: [UInt8]) throws {
        let names = try inventory.names(of: .keys).filter { $0.hex.hasPrefix(repository.key ?? "") }
        for name in names.prefix(Self.tries) {
            guard let bytes = try inventory.open(.file(.keys, name))?.readAll() else { continue }
            do throws(ResticFileError) {
                self = try MasterKey(keyFile: bytes, password: password)
                return
            } catch {
                continue
            }
        }
        let key = repository.key.map { "the key \($0.prefix(8))" } ?? "any key"
        throw Complaint(
            "\(Escaped.text(repository.name)): the password in the vault does not open \(key) of the repository",
            hint: "postern secret set makes the gateway its own key")
    }
}
