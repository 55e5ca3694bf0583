internal import LedgerWire
internal import Maintenance
internal import Sodium

/// The key files of a repository, by restic.
struct ResticKeys {
    private let run: MaintenanceRun

    /// In the repository of a run.
    init(_ run: MaintenanceRun) { self.run = run }

    /// Adds a key.
    ///
    /// - Parameters:
    ///   - fresh: its password.
    ///   - password: one that opens the repository now.
    ///   - hint: the key that it belongs to, if that is known.
    /// - Returns: the new key's id, once it has opened the repository.
    /// - Throws: ``Complaint``.
    func add(
        _ fresh: borrowing SecretBytes, openingWith password: borrowing SecretBytes, hint: String?
    ) throws -> String {
        let before = try ids(password, hint)
        let arguments = ["key", "add", "--new-password-file", ResticOrder.newPasswordFile]
        var order = order(arguments, password, hint, .maintain)
        order.newPassword = unsafe fresh.withBytes { unsafe Array($0) }
        defer { if var copy = order.newPassword.take() { Sodium.wipe(&copy) } }
        _ = try output(of: order)
        let added = try ids(password, hint).subtracting(before)
        for id in added.sorted() where try current(fresh, hint: id) == id { return id }
        throw Complaint("restic made a key, and it does not open the repository", hint: "postern check looks at it")
    }

    /// Removes a key.
    ///
    /// - Throws: ``Complaint``.
    func remove(_ id: String, openingWith password: borrowing SecretBytes, hint: String) throws {
        _ = try output(of: order(["key", "remove", id], password, hint, .maintain))
    }

    /// The ids of all key files.
    private func ids(_ password: borrowing SecretBytes, _ hint: String?) throws -> Set<String> {
        let text = try output(of: order(["list", "keys", "--no-lock"], password, hint, .view))
        return Set(text.split(separator: "\n").map { String($0) }.filter { $0.utf8.count == 64 })
    }

    /// The key that a password opened the repository with: restic marks it with a star, and shows its first digits.
    private func current(_ password: borrowing SecretBytes, hint: String) throws -> String? {
        let text = try output(of: order(["key", "list", "--no-lock"], password, hint, .view))
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("*") }) else { return nil }
        let digits = line.dropFirst().prefix { $0 != " " }
        return hint.hasPrefix(digits) && !digits.isEmpty ? hint : nil
    }

    private func order(
        _ arguments: [String], _ password: borrowing SecretBytes, _ hint: String?, _ purpose: Mandate.Purpose
    ) -> ResticOrder {
        let bytes = unsafe password.withBytes { unsafe Array($0) }
        var order = ResticOrder(arguments, password: bytes, key: hint, purpose: purpose)
        order.usesCache = false
        return order
    }

    private func output(of order: consuming ResticOrder) throws -> String {
        defer { Sodium.wipe(&order.password) }
        let result = try run.restic(order)
        guard result.status == 0 else {
            throw Complaint(
                "restic \(order.arguments.prefix(2).joined(separator: " ")): \(Escaped.text(result.complaint))",
                hint: result.status == 12 || result.complaint.contains("wrong password")
                    ? "give a password that opens the repository now, the host's for example" : nil)
        }
        return result.output
    }
}
