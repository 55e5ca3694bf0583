internal import Catalog
internal import Glibc
internal import Policy

/// Sessions that the ledger lost when it ended, and whose gates may still be at work: they can do what they were
/// allowed, so for a while nobody else judges what they left open.
struct Remnants {
    private var sessions: [OpenSession] = []
    private let until: Int64
    private let monotonic: @Sendable () -> Int64

    /// `until`: milliseconds of the monotonic clock; by then each gate has seen that its session is over.
    init(until: Int64, monotonic: @escaping @Sendable () -> Int64) {
        self.until = until
        self.monotonic = monotonic
    }

    mutating func add(_ session: OpenSession) { sessions.append(session) }

    /// The numbers of those in a place whose process is still there.
    mutating func alive(at place: Place) -> Set<UInt64> {
        if monotonic() >= until {
            sessions = []
        } else {
            sessions.removeAll { !Self.isThere($0.pid) }
        }
        return Set(sessions.filter { $0.place == place.description }.map(\.number))
    }

    /// Whether there is a process of this number. A confined process may not ask kill(2). Source: getpgid(2).
    private static func isThere(_ pid: pid_t) -> Bool {
        pid > 0 && (getpgid(pid) >= 0 || errno != ESRCH)
    }
}
