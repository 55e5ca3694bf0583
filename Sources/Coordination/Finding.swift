internal import Trail

/// Something that an admin should look at.
struct Finding: Sendable {
    /// What it is; those that matter most come first.
    enum Kind: String, CaseIterable, Sendable {
        case refused
        case silent
        case newClient = "new-client"
        case newSource = "new-source"
        case newKey = "new-key"
        case bulkRead = "bulk-read"
        case growth
        case died
        case failed
    }

    let kind: Kind
    let client: String
    /// How often.
    let count: UInt64
    /// In words, escaped.
    let text: String
    /// A row to look at; zero where there is none.
    let row: UInt64
    /// Why, where it is a refusal.
    var reason: String?

    /// As `--json` prints it.
    var json: JSON {
        .object([
            ("kind", .text(kind.rawValue)), ("client", .text(client)), ("reason", .text(reason)),
            ("count", .number(count)), ("row", row == 0 ? .null : .number(row)), ("text", .text(text)),
        ])
    }
}
