internal import Glibc
internal import LedgerWire
internal import Linux
internal import Maintenance
internal import Policy
internal import PolicyFile
internal import Restic
internal import Store

extension Office {
    /// What maintenance needs to know of this gateway.
    ///
    /// - Throws: ``Complaint`` where restic's cache cannot be made.
    func workplace(_ gateway: Gateway) throws -> Workplace {
        let account = accounts.isRoot ? accounts.gates : nil
        let cache = account == nil ? "\(gateway.state)/cache" : "/var/cache/postern"
        try makeCache(cache, account)
        return Workplace(
            configuration: configuration.path, gate: try GateProgram.path(beside: world.executable),
            ledgerSocket: "\(gateway.state)/run/ledger.sock", cache: cache,
            account: account.map { Workplace.Account(user: $0.user, group: $0.group) },
            landlock: gateway.landlock, actor: world.actor, wait: world.wait)
    }

    /// A repository by its name, or by its place if it has no file.
    ///
    /// - Throws: ``Complaint`` where there is none.
    func repository(_ name: String, in policy: WholePolicy) throws -> Repository {
        if let found = policy.repositories.first(where: { $0.name == name || $0.place.description == name }) {
            return found
        }
        guard let place = try? Place(parsing: name), policy.settings.gateway.storages[place.storage] != nil else {
            throw Complaint(
                "there is no repository \(Escaped.text(name))", hint: "postern repo list shows their names")
        }
        return policy.settings.repository(at: place)
    }

    /// The folder of a repository's storage.
    ///
    /// - Throws: ``Complaint`` where the storage is not a local one.
    func storage(of repository: Repository, _ gateway: Gateway) throws -> LocalStorage {
        guard case .local(let root, _) = gateway.storages[repository.place.storage] else {
            throw Complaint("the storage \(repository.place.storage) is not a local folder", hint: nil)
        }
        return LocalStorage(root: root)
    }

    /// Runs maintenance, and has its end written down however it ends.
    ///
    /// - Parameters:
    ///   - kind: what it does.
    ///   - repository: where.
    ///   - gateway: of which gateway.
    ///   - body: the work; what it returns beside its value goes into the run's last row.
    /// - Returns: the value of `body`.
    /// - Throws: what `body` throws, or what keeps the run from beginning or ending.
    func maintain<Value>(
        _ kind: RunKind, _ repository: Repository, _ gateway: Gateway,
        body: (MaintenanceRun) throws -> (Value, [AdminAct.Detail])
    ) throws -> Value {
        let run = try MaintenanceRun(kind, of: repository, at: try workplace(gateway))
        do {
            let (value, details) = try body(run)
            try run.end(RunEnding(.allowed, details: details))
            return value
        } catch {
            try? run.end(RunEnding(.failed, reason: Complaint(of: error).matters[0].problem))
            throw error
        }
    }

    private func makeCache(_ path: String, _ account: Accounts.Account?) throws {
        if unsafe mkdir(path, 0o700) != 0, errno != EEXIST {
            throw Complaint(SystemCallError("mkdir", errno), at: path)
        }
        if let account, unsafe chown(path, account.user, account.group) != 0 {
            throw Complaint(SystemCallError("chown", errno), at: path)
        }
    }
}
