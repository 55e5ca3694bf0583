internal import Policy
internal import PolicyFile
internal import Secrets

/// What `secret set` was asked for, after a look at the policy.
struct SecretWish {
    /// What the secret is for.
    enum Purpose {
        /// It is kept as it comes.
        case plain(Vault.Kind)
        /// It opens a repository, in which the gateway gets a key of its own.
        case password(Repository)
    }

    let name: Name
    let purpose: Purpose

    /// Finds out.
    ///
    /// - Throws: ``Complaint`` where the arguments and the policy do not go together.
    init(name: Name?, repository: Name?, isForGates: Bool, _ policy: WholePolicy) throws(Complaint) {
        if let repository {
            guard !isForGates else { throw Complaint("--repo and --gates do not go together", .usage) }
            guard let found = policy.repositories.first(where: { $0.name == repository.description }) else {
                throw Complaint("there is no repository \"\(repository)\"", hint: "postern repo list shows their names")
            }
            self = SecretWish(name: name ?? found.password?.name ?? repository, purpose: .password(found))
            try refuseSharing(policy, except: found)
            return
        }
        guard let name else {
            throw Complaint("the secret has no name", hint: "postern secret set NAME, or --repo NAME", .usage)
        }
        let users = SecretUse.all(in: policy).filter { $0.name == name }
        let repositories = users.compactMap { use in
            if case .repository(let repository) = use.user { repository } else { nil as Repository? }
        }
        guard let first = repositories.first else {
            let kind = isForGates ? .gates : users.first?.kind ?? .coordinator
            guard users.allSatisfy({ $0.kind == kind }) else { throw Self.shared(name, users) }
            self = SecretWish(name: name, purpose: .plain(kind))
            return
        }
        guard users.count == 1, !isForGates else { throw Self.shared(name, users) }
        self = SecretWish(name: name, purpose: .password(first))
    }

    private init(name: Name, purpose: Purpose) {
        self.name = name
        self.purpose = purpose
    }

    /// Each repository has a key of its own, so each has a secret of its own.
    private func refuseSharing(_ policy: WholePolicy, except own: Repository) throws(Complaint) {
        let others = SecretUse.all(in: policy).filter { use in
            if case .repository(let repository) = use.user, repository.name == own.name { return false }
            return use.name == name
        }
        if !others.isEmpty { throw Self.shared(name, others) }
    }

    private static func shared(_ name: Name, _ users: [SecretUse]) -> Complaint {
        Complaint(
            "the policy names the secret \"\(name)\" for: \(users.map(\.text).joined(separator: ", "))",
            hint: "each repository has a key of its own: postern secret set --repo NAME OTHER-SECRET")
    }

    /// A name means one secret: the other vault may not have it too.
    func refuseTwin(in gateway: Gateway) throws(Complaint) {
        let kind =
            switch purpose {
            case .plain(let kind): kind
            case .password: Vault.Kind.coordinator
            }
        for other in Vault.Kind.allCases where other != kind {
            guard Vault(other, state: gateway.state).contains(name) else { continue }
            throw Complaint(
                "there is a secret \"\(name)\" of the other kind already: \(other.rawValue)",
                hint: "choose another name, or: postern secret remove \(name)")
        }
    }
}
