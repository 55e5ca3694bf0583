internal import Glibc
internal import PolicyFile

/// The folders and the first files of a gateway.
struct NewGateway {
    let configuration: ConfigurationFolder
    /// The state folder.
    let state: String
    /// The folder of the storage `main`; `nil`: the policy does not have one any more.
    let storage: String?
    let accounts: Accounts

    /// The folders of the policy: root writes, the gates read.
    var policyFolders: [FolderPlan] {
        [configuration.path, configuration.repositories, configuration.clients, configuration.keys].map {
            FolderPlan(path: $0, mode: 0o750, owner: accounts.gates, groupOnly: true)
        } + [FolderPlan(path: configuration.history, mode: 0o700, owner: nil)]
    }

    /// The other folders. The three users of a gateway each own what only they touch: design, "Users".
    var workFolders: [FolderPlan] {
        let (gates, ledger) = (accounts.gates, accounts.ledger)
        let run = ledger.map { Accounts.Account(user: $0.user, group: gates?.group ?? $0.group) }
        let state = [
            FolderPlan(path: self.state, mode: 0o755, owner: nil),
            FolderPlan(path: self.state + "/trail", mode: 0o700, owner: ledger),
            FolderPlan(path: self.state + "/catalog", mode: 0o700, owner: ledger),
            FolderPlan(path: self.state + "/run", mode: 0o750, owner: run),
            FolderPlan(path: self.state + "/secrets", mode: 0o700, owner: nil),
            FolderPlan(path: self.state + "/gate-secrets", mode: 0o750, owner: gates, groupOnly: true),
        ]
        return state + (storage.map { [FolderPlan(path: $0, mode: 0o700, owner: gates)] } ?? [])
    }

    /// Writes the files that are not there yet; what is there stays as it is.
    ///
    /// - Returns: those that it wrote.
    func writeFiles() throws(Complaint) -> [String] {
        let files = [
            (configuration.gateway, storage.map { GatewayFile(state: state, storage: $0).text } ?? ""),
            (configuration.authorizedKeys, KeyRoll.heading), (configuration.places, PlacesIndex.text(of: [])),
        ]
        var written: [String] = []
        for (path, text) in files where !Self.exists(path) {
            try PolicyText.write(text, to: path, accounts)
            written.append(path)
        }
        return written
    }

    /// Whether something has that name, be it a dangling link.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 || errno != ENOENT
    }
}
