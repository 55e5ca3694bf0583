internal import Catalog
internal import Keys
internal import Policy
internal import Trail

/// What the trail tells of the use of keys.
struct KeyUses {
    /// One key of a client.
    struct Used {
        let entry: KeyFile.Entry
        let client: Name
        let login: LastLogin?
        /// Whether the trail could be asked.
        let isKnown: Bool
    }

    private let holdings: Holdings?

    /// Opens the catalog, if there is one.
    init(_ office: Office) throws { holdings = try office.holdings() }

    /// When a key was last used.
    func of(_ entry: KeyFile.Entry, client: Name) throws -> Used {
        let login = try holdings?.lastLogin(with: entry.key.fingerprint)
        return Used(entry: entry, client: client, login: login, isKnown: holdings != nil)
    }
}

extension KeyUses.Used {
    private func isExpired(_ world: World) -> Bool {
        entry.expires.map { $0.secondsSinceEpoch <= world.now() } ?? false
    }

    /// The cells of its line, escaped.
    func cells(_ world: World) -> [String] {
        func text(_ time: KeyTime?) -> String {
            time.map { world.zone.text(Moment(milliseconds: $0.secondsSinceEpoch * 1000)) } ?? "-"
        }
        let used = login.map { world.zone.text($0.at) } ?? (isKnown ? "never" : "?")
        let source = login.map { $0.source.isEmpty ? "-" : Escaped.text($0.source) } ?? "-"
        return [
            entry.key.fingerprint, client.description, entry.key.type.rawValue, text(entry.added),
            text(entry.expires) + (isExpired(world) ? " (over)" : ""), used, source,
        ]
    }

    /// As `--json` prints it.
    func json(_ world: World) -> JSON {
        .object([
            ("fingerprint", .text(entry.key.fingerprint)), ("client", .text(client.description)),
            ("type", .text(entry.key.type.rawValue)), ("bits", .number(UInt64(entry.key.bitLength))),
            ("comment", .text(entry.key.comment)), ("added", .text(entry.added?.description)),
            ("expires", .text(entry.expires?.description)), ("expired", .flag(isExpired(world))),
            ("used", isKnown ? .flag(login != nil) : .null), ("lastUsed", .text(login?.at.description)),
            ("lastFrom", .text(login?.source)), ("row", login.map { .number($0.row) } ?? .null),
        ])
    }
}
