internal import Policy

/// The keys of `clients.d/NAME.toml` and of `[defaults.client]`.
enum ClientKeys {
    static let all: [Key<Client>] = entry + work + limits

    private static let entry: [Key<Client>] = [
        Key("repos", \.repositories, .list(.name)),
        Key("paths", \.paths, .list(.placeGlob)),
        Key("create", \.create, .flag),
        Key("max_repos", \.maxRepositories, .count(from: 0)),
        Key("from", \.from, .list(.network)),
        Key("hours", \.hours, .optional(.hours)),
        Key("expires", \.expires, .optional(.day)),
        Key("disabled", \.disabled, .flag),
    ]

    private static let work: [Key<Client>] = [
        Key("sources", \.sources, .list(.source)),
        Key("hosts", \.hosts, .list(.host)),
        Key("read", \.reading, .choice),
        Key("locks", \.locks, .choice),
        Key("keys", \.keys, .choice),
    ]

    private static let limits: [Key<Client>] = [
        Key("read_budget", \.readBudget, .optional(.size)),
        Key("sessions", \.sessions, .count(from: 1)),
        Key("rows_per_day", \.rowsPerDay, .count(from: 1)),
        Key("upload_per_day", \.uploadPerDay, .optional(.size)),
        Key("snapshots_per_day", \.snapshotsPerDay, .optional(.count(from: 0))),
        Key("max_silence", \.maxSilence, .optional(.span)),
    ]
}
