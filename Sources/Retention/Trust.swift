public import Policy

/// What makes a snapshot suspect.
public struct Trust: Sendable {
    /// How far a snapshot's own time may be off, in seconds.
    private let tolerance: Int64
    private let clients: [String: Client]

    /// Takes what the policy says.
    ///
    /// - Parameters:
    ///   - tolerance: how far a snapshot's own time may be off.
    ///   - clients: by their names. The snapshots of a client that is not among them are judged by their time alone.
    public init(tolerance: Duration, clients: [Client]) {
        self.tolerance = tolerance.components.seconds
        self.clients = Dictionary(clients.map { ($0.name.description, $0) }) { first, _ in first }
    }

    /// All that is suspect about a snapshot.
    ///
    /// A backup tells the time at which it began and is received when it ends: so its own time may be as early as the
    /// session that brought it. Where that is not known, the time at which it was received stands for it.
    public func suspicions(of snapshot: Snapshot) -> [Suspicion] {
        let policy = snapshot.client.flatMap { clients[$0] }
        return timeSuspicions(of: snapshot) + (policy.map { Self.suspicions(of: snapshot, by: $0) } ?? [])
    }

    private func timeSuspicions(of snapshot: Snapshot) -> [Suspicion] {
        guard let received = snapshot.received else { return [] }
        let began = min(snapshot.sessionBegan ?? received, received)
        if snapshot.claimed < began.before(tolerance) {
            return [.tooOld(Self.distance(from: snapshot.claimed, to: received))]
        }
        if snapshot.claimed > received.before(-tolerance) {
            return [.tooNew(Self.distance(from: received, to: snapshot.claimed))]
        }
        return []
    }

    private static func suspicions(of snapshot: Snapshot, by client: Client) -> [Suspicion] {
        var found: [Suspicion] = []
        if !client.sources.isEmpty {
            // A snapshot without a path says nothing that could fit.
            let paths = snapshot.paths.isEmpty ? [""] : snapshot.paths
            found += paths.filter { !client.holds($0) }.map { .foreignPath($0) }
        }
        if !client.hosts.isEmpty, !client.hosts.contains(snapshot.host) { found.append(.foreignHost(snapshot.host)) }
        return found
    }

    private static func distance(from early: Instant, to late: Instant) -> Int64 {
        let (distance, isTooFar) = late.seconds.subtractingReportingOverflow(early.seconds)
        return isTooFar ? .max : distance
    }
}

extension Client {
    /// Whether a path lies in one of the sources.
    fileprivate func holds(_ path: String) -> Bool {
        let parts = Self.parts(of: path)
        guard !path.isEmpty, !parts.contains("..") else { return false }
        return sources.contains { source in
            Self.isDrive(source) == Self.isDrive(path) && path.hasPrefix("/") == source.hasPrefix("/")
                && parts.starts(with: Self.parts(of: source)) {
                    Self.isDrive(path) ? $0.lowercased() == $1.lowercased() : $0.utf8.elementsEqual($1.utf8)
                }
        }
    }

    /// On Windows both slashes part folders; elsewhere a backslash is a letter.
    private static func parts(of path: String) -> [Substring] {
        path.split { $0 == "/" || (isDrive(path) && $0 == "\\") }
    }

    private static func isDrive(_ path: String) -> Bool {
        let rest = path.utf8.dropFirst()
        return rest.starts(with: ":\\".utf8) || rest.starts(with: ":/".utf8)
    }
}
