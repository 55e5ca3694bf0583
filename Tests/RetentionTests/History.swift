import Calendar
import Policy
import Retention
import Testing

/// Snapshots to decide about, and the policy to do it by.
struct History {
    /// 2026-06-15 12:00 UTC, a Monday.
    static let now = Instant(seconds: 1_781_524_800)
    static let hour: Int64 = 3600
    static let day: Int64 = 86_400

    var snapshots: [Snapshot] = []
    var repository: Repository
    var clients: [Client] = []
    var zone = Zone.utc

    init() throws {
        repository = Repository(name: "web1", place: try Place(parsing: "main:hosts/web1"))
        repository.protect = .zero
        repository.maxRemovePercent = 100
    }

    /// Adds a snapshot that was received so long ago and tells the truth about it, and gives its id.
    @discardableResult
    mutating func add(
        ago seconds: Int64, off: Int64 = 0, client: String? = "web1", host: String = "web1", paths: [String] = ["/srv"],
        tags: [String] = []
    ) -> String {
        let received = Instant(seconds: Self.now.seconds - seconds)
        let number = String(snapshots.count + 1)
        let id = String(repeating: "0", count: 64 - number.count) + number
        var snapshot = Snapshot(
            id: id, claimed: Instant(seconds: received.seconds + off), host: host, paths: paths, tags: tags)
        (snapshot.received, snapshot.client) = (received, client)
        snapshots.append(snapshot)
        return id
    }

    /// What becomes of them.
    func plan(tolerance: Duration = .seconds(3600)) -> RetentionPlan {
        RetentionPolicy(of: repository, in: zone)
            .plan(for: snapshots, trust: Trust(tolerance: tolerance, clients: clients), now: Self.now)
    }

    /// What becomes of each, by its id.
    func verdicts() -> [String: Verdict] {
        Dictionary(plan().lines.map { ($0.snapshot.id, $0.verdict) }) { one, _ in one }
    }

    /// The ids of those that are kept.
    func kept() -> Set<String> { Set(verdicts().filter { if case .keep = $0.value { true } else { false } }.keys) }
}
