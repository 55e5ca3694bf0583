/// How many snapshots a client usually brings. A host in an attacker's hands can make snapshots that are honest in all
/// but their number: enough of them push the real ones out of every rule.
public struct Habit: Sendable {
    /// More than the usual times this is a flood.
    public static let factor = 3
    /// How far back the usual is looked for, in days.
    public static let days: Int64 = 30

    private static let day: Int64 = 86_400

    /// A client that brought too many.
    public struct Flood: Hashable, Sendable, CustomStringConvertible {
        /// The client.
        public let client: String
        /// How many since the last run.
        public let count: Int
        /// How many would be usual.
        public let usual: Int

        /// For people. The client's name is not escaped.
        public var description: String {
            "\(client) has brought \(count) snapshots since the last run; usual are \(usual)"
        }
    }

    /// When snapshots were received, by the client.
    private let received: [String: [Instant]]

    /// Takes when snapshots were received, also of those that were removed since.
    public init(received: [String: [Instant]]) { self.received = received }

    /// Who has brought more than three times the usual since the last run. What is usual is what came in the 30 days
    /// before that run; spans shorter than a day count as a day, and a client that is new has no habit yet.
    ///
    /// - Parameters:
    ///   - last: when the last run was.
    ///   - now: the gateway's clock.
    /// - Returns: all of them, by name.
    public func floods(since last: Instant, now: Instant) -> [Flood] {
        received.sorted { $0.key < $1.key }.compactMap { client, times in
            let before = times.filter { $0 <= last && $0 > last.before(Self.days * Self.day) }
            guard let first = before.min() else { return nil }
            let count = times.count { $0 > last }
            let past = max(last.seconds - first.seconds, Self.day)
            let since = max(now.seconds - last.seconds, Self.day)
            // Rounded up: who brings one a week may bring one on any day.
            let usual = max(1, Int((Double(before.count) * Double(since) / Double(past)).rounded(.up)))
            return count > Self.factor * usual ? Flood(client: client, count: count, usual: usual) : nil
        }
    }
}
