internal import Calendar
internal import Policy

/// The keys of `repos.d/NAME.toml`; those of `[defaults.repo]` are the ones that several repositories can share.
enum RepositoryKeys {
    /// A repository on the way from its file: its place comes last.
    struct Draft {
        var at: Located<Place>?
        var repository: Repository
    }

    static let all: [Key<Draft>] =
        [
            Key("at", \.at, .some(.place)),
            Key("aliases", \.repository.aliases, .list(.alias)),
            Key("key", \.repository.key, .optional(.keyID)),
        ] + shared.map { $0.lifted(to: \.repository) }

    static let shared: [Key<Repository>] = [
        Key("quota", \.quota, .optional(.size)),
        Key("max_objects", \.maxObjects, .count(from: 1)),
        Key("password", \.password, .optional(.secret)),
        Key("protect", \.protect, .span),
        Key("max_remove", \.maxRemovePercent, .percent),
        Key("hold", \.hold, .span),
        Key("keep", \.keep, table: keep),
        Key("schedule", \.schedule, table: schedule),
    ]

    static let keep: [Key<KeepRules>] = [
        Key("last", \.last, .optional(.count(from: 0))),
        Key("hourly", \.hourly, .optional(.count(from: 0))),
        Key("daily", \.daily, .optional(.count(from: 0))),
        Key("weekly", \.weekly, .optional(.count(from: 0))),
        Key("monthly", \.monthly, .optional(.count(from: 0))),
        Key("yearly", \.yearly, .optional(.count(from: 0))),
        Key("within", \.within, .optional(.span)),
        Key("tags", \.tags, .list(.tags)),
    ]

    static let schedule: [Key<[MaintenanceKind: CalendarExpression]>] = MaintenanceKind.allCases.map { kind in
        Key(kind.rawValue, \.[kind], .optional(.calendar))
    }
}
