internal import Glibc
internal import Linux
internal import Policy

/// Every file and folder with the owner and the mode that it must have.
struct FileTable {
    let custodies: [FileCustody]

    /// Lists them; folders of clients and repositories are read. Where `postern.toml` cannot be read, the policy's alone.
    init(_ patient: Patient) throws(SystemCallError) {
        let configuration = patient.configuration
        let plan = NewGateway(
            configuration: configuration, state: patient.gateway?.state ?? "", storage: nil, accounts: patient.accounts)
        var custodies = plan.policyFolders.map { Self.custody(of: $0, patient) }
        for file in [configuration.gateway, configuration.authorizedKeys, configuration.places] {
            custodies.append(Self.policyFile(file, patient))
        }
        for folder in [configuration.clients, configuration.repositories, configuration.keys] {
            custodies += try Self.paths(folder).map { Self.policyFile($0, patient) }
        }
        custodies += try Self.history(configuration.history, patient)
        if let gateway = patient.gateway {
            custodies += plan.workFolders.map { Self.custody(of: $0, patient) }
            custodies += try Self.ledgerFiles(gateway.state, patient) + Self.secrets(gateway.state, patient)
            custodies += Self.storages(gateway, patient)
        }
        self.custodies = custodies
    }

    private static func custody(of plan: FolderPlan, _ patient: Patient) -> FileCustody {
        let owner = plan.owner.map { (user: plan.groupOnly ? 0 : $0.user, group: $0.group) }
        return FileCustody(
            path: plan.path, kind: .folder, owner: owner ?? (patient.isTrial ? nil : (0, 0)), mode: plan.mode)
    }

    /// Root writes it, the gates read it.
    private static func policyFile(_ path: String, _ patient: Patient) -> FileCustody {
        FileCustody(path: path, kind: .regular, owner: patient.accounts.gates.map { (0, $0.group) }, mode: 0o640)
    }

    /// Only root looks into it.
    private static func history(_ folder: String, _ patient: Patient) throws(SystemCallError) -> [FileCustody] {
        try paths(folder).map { path in
            FileCustody(path: path, kind: .regular, owner: patient.isTrial ? nil : (0, 0), mode: 0o600)
        }
    }

    private static func ledgerFiles(_ state: String, _ patient: Patient) throws(SystemCallError) -> [FileCustody] {
        let owner = patient.accounts.ledger.map { (user: $0.user, group: $0.group) }
        let files = try paths("\(state)/trail") + paths("\(state)/catalog")
        let socketOwner = patient.accounts.ledger.flatMap { ledger in
            patient.accounts.gates.map { (user: ledger.user, group: $0.group) }
        }
        let socket = FileCustody(
            path: "\(state)/run/ledger.sock", kind: .other, owner: socketOwner, mode: 0o660, isOptional: true)
        // SQLite's files come and go.
        return files.map { FileCustody(path: $0, kind: .regular, owner: owner, mode: 0o600, isOptional: true) } + [
            socket
        ]
    }

    private static func secrets(_ state: String, _ patient: Patient) throws(SystemCallError) -> [FileCustody] {
        let root: (user: uid_t, group: gid_t)? = patient.isTrial ? nil : (0, 0)
        let own = try paths("\(state)/secrets").map { path in
            FileCustody(path: path, kind: .regular, owner: root, mode: 0o600)
        }
        let shared = try paths("\(state)/gate-secrets").map { Self.policyFile($0, patient) }
        return own + shared
    }

    private static func storages(_ gateway: Gateway, _ patient: Patient) -> [FileCustody] {
        let owner = patient.accounts.gates.map { (user: $0.user, group: $0.group) }
        return gateway.storages.values.compactMap { storage in
            switch storage {
            case .local(let root, _): FileCustody(path: root, kind: .folder, owner: owner, mode: 0o700)
            case .s3: nil as FileCustody?
            }
        }
    }

    /// What is in a folder; nothing where it is missing, since the folder itself is in the table too.
    private static func paths(_ folder: String) throws(SystemCallError) -> [String] {
        guard NewGateway.exists(folder) else { return [] }
        return try Descriptor.at(folder, O_RDONLY | O_DIRECTORY).names().map { "\(folder)/\($0)" }
    }
}
