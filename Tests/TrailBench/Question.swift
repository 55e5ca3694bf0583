internal import Policy
internal import Trail

/// What admins ask the trail.
enum Question {
    /// Every filter, alone and with others; the rare ones too, for which a careless query reads the whole trail.
    static func all(_ last: UInt64) -> [(String, RowFilter)] {
        let middle = Fleet.moment(of: last / 2)
        return [
            asked("everything") { _ in },
            asked("--client") { $0.client = "host7" },
            asked("--client, one that is rare") { $0.client = "rare" },
            asked("--repo") { $0.repository = "repo3" },
            asked("--repo, one that is rare") { $0.repository = "attic" },
            asked("--action save") { $0.actions = [.save] },
            asked("--action, one that is rare") { $0.actions = [.clientAdd] },
            asked("--outcome refused") { $0.outcomes = [.refused] },
            asked("--outcome lost") { $0.outcomes = [.lost] },
            asked("--outcome refused failed lost") { $0.outcomes = [.refused, .failed, .lost] },
            asked("--session") { $0.session = 1 },
            asked("--since") { $0.since = middle },
            asked("--until") { $0.until = middle },
            asked("--client --repo") { ($0.client, $0.repository) = ("host7", "repo2") },
            asked("--client --repo, rare together") { ($0.client, $0.repository) = ("host7", "attic") },
            asked("--client --action") { ($0.client, $0.actions) = ("host7", [.remove, .close]) },
            asked("--client --outcome") { ($0.client, $0.outcomes) = ("host7", [.refused]) },
            asked("--repo --action") { ($0.repository, $0.actions) = ("repo3", [.open]) },
            asked("--repo --outcome") { ($0.repository, $0.outcomes) = ("repo3", [.refused]) },
            asked("--repo --outcome, rare together") { ($0.repository, $0.outcomes) = ("attic", [.refused]) },
            asked("--client --since") { ($0.client, $0.since) = ("host7", middle) },
            asked("--repo --since --until, nothing") {
                ($0.repository, $0.since, $0.until) = ("repo3", middle, middle)
            },
            asked("all of them") {
                ($0.client, $0.repository, $0.actions, $0.outcomes) = ("host7", "repo2", [.remove], [.refused])
                $0.since = middle
            },
        ]
    }

    private static func asked(_ name: String, _ set: (inout RowFilter) -> Void) -> (String, RowFilter) {
        var filter = RowFilter()
        set(&filter)
        return (name, filter)
    }
}
