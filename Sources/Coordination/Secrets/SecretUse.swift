internal import Policy
internal import PolicyFile
internal import Secrets

/// A place in the policy that names a secret.
struct SecretUse {
    /// What uses it.
    enum User {
        /// The password of a repository.
        case repository(Repository)
        /// The password of all repositories that do not say otherwise.
        case repositoryDefaults
        /// The credentials of a storage.
        case storage(Name)
    }

    let name: Name
    let user: User

    /// All of them: repositories first, by name.
    static func all(in policy: WholePolicy) -> [SecretUse] {
        let repositories = policy.repositories.compactMap { repository in
            repository.password.map { SecretUse(name: $0.name, user: .repository(repository)) }
        }
        let storages = policy.settings.gateway.storages.sorted { $0.key < $1.key }.compactMap { name, storage in
            switch storage {
            case .local: nil as SecretUse?
            case .s3(let bucket): SecretUse(name: bucket.credentials.name, user: .storage(name))
            }
        }
        let place = Repository.defaults.place
        let shared = policy.settings.repository(at: place).password.map { reference in
            SecretUse(name: reference.name, user: .repositoryDefaults)
        }
        return repositories + (shared.map { [$0] } ?? []) + storages
    }

    /// The vault that the secret has to be in.
    var kind: Vault.Kind {
        switch user {
        case .repository, .repositoryDefaults: .coordinator
        case .storage: .gates
        }
    }

    /// For people and scripts: `repo web1`, `storage cloud`.
    var text: String {
        switch user {
        case .repository(let repository): "repo \(repository.name)"
        case .repositoryDefaults: "defaults.repo"
        case .storage(let name): "storage \(name)"
        }
    }
}
