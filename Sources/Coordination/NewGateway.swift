internal import Glibc
internal import Linux

/// The folders and the first files of a gateway.
struct NewGateway {
    let configuration: ConfigurationFolder
    /// The state folder.
    let state: String
    /// The folder of the storage `main`; `nil`: the policy does not have one any more.
    let storage: String?
    let accounts: Accounts

    /// What must be there. The three users of a gateway each own what only they touch: design, "Users".
    var folders: [FolderPlan] {
        let (gates, ledger) = (accounts.gates, accounts.ledger)
        let policy = [
            FolderPlan(path: configuration.path, mode: 0o750, owner: gates, groupOnly: true),
            FolderPlan(path: configuration.repositories, mode: 0o750, owner: gates, groupOnly: true),
            FolderPlan(path: configuration.clients, mode: 0o750, owner: gates, groupOnly: true),
            FolderPlan(path: configuration.keys, mode: 0o750, owner: gates, groupOnly: true),
        ]
        let run = ledger.map { Accounts.Account(user: $0.user, group: gates?.group ?? $0.group) }
        let state = [
            FolderPlan(path: self.state, mode: 0o755, owner: nil),
            FolderPlan(path: self.state + "/trail", mode: 0o700, owner: ledger),
            FolderPlan(path: self.state + "/catalog", mode: 0o700, owner: ledger),
            FolderPlan(path: self.state + "/run", mode: 0o750, owner: run),
            FolderPlan(path: self.state + "/secrets", mode: 0o700, owner: nil),
            FolderPlan(path: self.state + "/gate-secrets", mode: 0o750, owner: gates, groupOnly: true),
        ]
        return policy + state + (storage.map { [FolderPlan(path: $0, mode: 0o700, owner: gates)] } ?? [])
    }

    /// Writes the files that are not there yet; what is there stays as it is.
    ///
    /// - Returns: those that it wrote.
    func writeFiles() throws(Complaint) -> [String] {
        let files = [
            (configuration.gateway, storage.map { Self.text(state: state, storage: $0) } ?? ""),
            (configuration.authorizedKeys, AuthorizedKeys.heading), (configuration.places, ""),
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

    private static func text(state: String, storage: String) -> String {
        """
        # The gateway. `postern policy check` tells what is wrong after an edit; all keys: docs/policy.md.

        # Trail, catalog, secrets and the ledger's socket.
        state = \(PolicyText.quoted(state))

        # Where repositories lie: `at = "main:hosts/web1"` is the folder hosts/web1 of this storage.
        [storage.main]
        kind = "local"
        root = \(PolicyText.quoted(storage))
        # Free space that clients may not use up: prune needs it.
        floor = "5GiB"

        # Any key of clients.d/NAME.toml, for all clients whose own file does not say otherwise.
        [defaults.client]
        # max_silence = "3d"

        # The same for repos.d/NAME.toml.
        [defaults.repo]
        # protect = "14d"

        """
    }
}
