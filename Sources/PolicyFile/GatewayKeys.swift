internal import Policy

/// The keys of `postern.toml`.
enum GatewayKeys {
    /// The gateway on the way from its file.
    struct Draft {
        var state: String?
        var gateway = Gateway(state: "")
        var client = Client.defaults
        var repository = Repository.defaults
        var lines = Lines()
    }

    /// Where what other files name stands.
    struct Lines: Hashable {
        /// The `[storage.X]` tables.
        var storages: [Name: Int] = [:]
        /// The names in `[defaults.client]`.
        var client = ClientLines()
    }

    static let all: [Key<Draft>] = [
        Key("state", \.state, .some(.path)),
        Key("storage") { (draft, entry) throws(Complaints) in try readStorages(into: &draft, entry) },
        Key("sandbox", \.gateway, table: sandbox),
        Key("audit", \.gateway, table: audit),
        Key("maintenance", \.gateway, table: maintenance),
        Key("defaults", \.self, table: defaults),
    ]

    static let sandbox: [Key<Gateway>] = [
        Key("landlock", \.landlock, .choice)
    ]

    static let audit: [Key<Gateway>] = [
        Key("syslog", \.syslog, .flag)
    ]

    static let maintenance: [Key<Gateway>] = [
        Key("drain", \.drain, .span),
        Key("tolerance", \.tolerance, .span),
    ]

    private static let defaults: [Key<Draft>] = [
        Key("client") { (draft, entry) throws(Complaints) in
            draft.lines.client = ClientLines(entry)
            try entry.read(into: &draft.client, by: ClientKeys.all)
        },
        Key("repo", \.repository, table: RepositoryKeys.shared),
    ]

    private static func readStorages(into draft: inout Draft, _ entry: Entry) throws(Complaints) {
        var complaints: [Complaint] = []
        for member in try entry.table() {
            do throws(Complaints) {
                guard let name = Name(member.key) else {
                    throw Complaints(
                        member.line, "\"\(shown(member.key))\" is not a name of a storage",
                        hint: "a name is [a-z0-9][a-z0-9._-]*, at most 63 characters")
                }
                draft.lines.storages[name] = member.line
                draft.gateway.storages[name] = try StorageKeys.storage(member)
            } catch {
                complaints += error.all
            }
        }
        if let error = Complaints(complaints) { throw error }
    }
}
