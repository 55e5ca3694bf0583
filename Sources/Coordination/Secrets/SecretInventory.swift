internal import Policy
internal import Secrets

/// All secrets that are there, and those that the policy names.
struct SecretInventory {
    /// One of them.
    struct Line {
        let name: Name
        let kind: Vault.Kind
        /// Seconds since 1970.
        let set: Int64?
        let users: [String]
        /// Why it cannot be used; `nil` where it can.
        let trouble: SecretError?

        /// One word, the same in `--json`.
        var state: String {
            switch trouble {
            case nil: "sealed"
            case .missing: "missing"
            case .noKey, .badKey, .loose, .damaged, .otherVersion, .otherKey, .forged, .badLength, .credential,
                .sodium, .system:
                "broken"
            }
        }
    }

    /// By kind, and then by name.
    let lines: [Line]

    /// Looks at both vaults of a state folder.
    init(state: String, uses: [SecretUse]) throws {
        var lines: [Line] = []
        for kind in Vault.Kind.allCases {
            let vault = Vault(kind, state: state)
            let secrets = try vault.secrets()
            let named = uses.filter { $0.kind == kind }
            for secret in secrets {
                lines.append(
                    Line(
                        name: secret.name, kind: kind, set: secret.set,
                        users: named.filter { $0.name == secret.name }.map(\.text), trouble: secret.trouble))
            }
            let missing = Set(named.map(\.name)).subtracting(secrets.map(\.name))
            for name in missing.sorted() {
                let users = named.filter { $0.name == name }.map(\.text)
                lines.append(Line(name: name, kind: kind, set: nil, users: users, trouble: .missing(name)))
            }
        }
        self.lines = lines
    }
}
