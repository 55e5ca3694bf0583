/// The snapshots that push one another out: those of one client, one host and the same paths.
public struct SnapshotGroup: Hashable, Sendable {
    /// Who brought them; `nil` where no row says so.
    public let client: String?
    /// Their host, by their own word.
    public let host: String
    /// Their paths, in order.
    public let paths: [String]

    init(of snapshot: Snapshot) {
        client = snapshot.client
        host = snapshot.host
        paths = snapshot.paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

extension SnapshotGroup: Comparable {
    /// Orders by client, host and paths; what no client brought comes first.
    public static func < (left: Self, right: Self) -> Bool { left.text.lexicographicallyPrecedes(right.text) }

    private var text: [String] { [client ?? "", host] + paths }
}
