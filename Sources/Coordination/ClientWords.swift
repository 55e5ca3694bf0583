internal import Policy
internal import Restic

/// A client's policy in the words of its file.
enum ClientWords {
    /// Each key of `clients.d/NAME.toml` with the value that holds, as text.
    static func of(_ client: Client) -> [(key: String, value: String)] {
        access(client) + limits(client)
    }

    private static func access(_ client: Client) -> [(key: String, value: String)] {
        [
            ("repos", list(client.repositories)), ("paths", list(client.paths)), ("create", "\(client.create)"),
            ("max_repos", "\(client.maxRepositories)"), ("sources", list(client.sources)),
            ("hosts", list(client.hosts)),
            ("from", list(client.from)), ("hours", client.hours.map { "\($0)" } ?? none),
            ("expires", client.expires.map { "\($0)" } ?? none), ("disabled", "\(client.disabled)"),
            ("read", client.reading.rawValue), ("locks", client.locks.rawValue), ("keys", client.keys.rawValue),
        ]
    }

    private static func limits(_ client: Client) -> [(key: String, value: String)] {
        [
            ("read_budget", client.readBudget?.size ?? none), ("sessions", "\(client.sessions)"),
            ("rows_per_day", "\(client.rowsPerDay)"), ("upload_per_day", client.uploadPerDay?.size ?? none),
            ("snapshots_per_day", client.snapshotsPerDay.map { "\($0)" } ?? none),
            ("max_silence", client.maxSilence?.span ?? none),
        ]
    }

    private static let none = "none"

    private static func list(_ values: [some CustomStringConvertible]) -> String {
        values.isEmpty ? none : values.map(\.description).joined(separator: ", ")
    }
}
