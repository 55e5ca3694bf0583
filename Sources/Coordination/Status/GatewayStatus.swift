internal import Audit
internal import Catalog
internal import Keys
internal import LedgerClient
internal import Policy
internal import PolicyFile
internal import Trail

/// How a gateway stands, at one look.
struct GatewayStatus {
    let policy: WholePolicy
    /// Why the ledger does not serve; `nil`: it does.
    let ledger: String?
    let openSessions: Int?
    /// Rows of the trail, and when the last was written; `nil`: there is no trail.
    let trail: (rows: UInt64, last: Moment?)?
    let storages: [StorageSpace]
    let clients: [ClientStatus]

    private static let day: Int64 = 86_400_000

    /// Looks at all of it.
    init(_ office: Office) throws {
        policy = try office.policy()
        let gateway = policy.settings.gateway
        do throws(LedgerError) {
            try LedgerAdmin.look(socket: "\(gateway.state)/run/ledger.sock")
            ledger = nil
        } catch {
            ledger = Chronicle.why(error)
        }
        let holdings = try office.holdings()
        openSessions = try holdings?.openSessions()
        let reader = (try? AuditTrail(office.configuration))?.reader
        trail = try reader.map { (try $0.last(), try $0.row($0.last())?.at) }
        storages = gateway.storages.sorted { $0.key < $1.key }.compactMap { name, storage in
            switch storage {
            case .local(let root, let floor): StorageSpace(name, root: root, floor: floor)
            case .s3: nil
            }
        }
        let now = Moment(milliseconds: office.world.now() * 1000)
        let refusals = try reader.map { try Self.refusals($0, since: now.milliseconds - Self.day) } ?? [:]
        clients = try policy.clients.map { client in
            let backup = try holdings?.lastBackup(of: client.name.description)?.at
            return ClientStatus(
                client: client, lastBackup: backup,
                lastSession: try reader.flatMap { try Self.lastSession(client, $0) },
                refusals: refusals[client.name.description] ?? 0,
                silence: Self.silence(client, backup, now, since: try Self.added(client, office)))
        }
    }

    private static func refusals(_ reader: TrailReader, since: Int64) throws -> [String: UInt64] {
        var filter = RowFilter()
        (filter.since, filter.outcomes) = (Moment(milliseconds: since), [.refused])
        var counts: [String: UInt64] = [:]
        try reader.pages(filter) { row, _ in
            counts[row.entry.client, default: 0] += row.entry.number("count") ?? 1
            return true
        }
        return counts
    }

    private static func lastSession(_ client: Client, _ reader: TrailReader) throws -> Moment? {
        var filter = RowFilter()
        (filter.client, filter.actions, filter.outcomes) = (client.name.description, [.open], [.allowed])
        (filter.newestFirst, filter.limit) = (true, 1)
        return try reader.rows(filter).first?.at
    }

    /// When a client that never stored anything got its first key: from then on its silence counts.
    private static func added(_ client: Client, _ office: Office) throws -> Int64? {
        guard client.maxSilence != nil else { return nil }
        let keys = try office.authorizedKeys().file(of: client.name)?.entries ?? []
        return keys.compactMap { $0.added?.secondsSinceEpoch }.min().map { $0 * 1000 }
    }

    private static func silence(_ client: Client, _ backup: Moment?, _ now: Moment, since added: Int64?) -> String? {
        guard !client.disabled, let limit = client.maxSilence else { return nil }
        let last = backup?.milliseconds ?? added ?? 0
        let silent = now.milliseconds - last
        guard silent > limit.components.seconds * 1000 else { return nil }
        return backup == nil
            ? "no backup yet; max_silence is \(limit.span)"
            : "last backup \(Amount.time(silent)) ago; max_silence is \(limit.span)"
    }

    /// What is wrong, a sentence each.
    var problems: [String] {
        (ledger.map { [$0] } ?? [])
            + storages.compactMap { storage in storage.problem.map { "the storage \(storage.name): \($0)" } }
            + clients.compactMap { client in client.silence.map { "\(client.client.name): \($0)" } }
    }
}
