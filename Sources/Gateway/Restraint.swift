internal import Linux

/// Slows a client down that asks for more than restic ever does: what it asks costs time, of which it has two seconds in
/// advance; when they are used up nothing more is read of it until some have passed. So its floods cost itself time, and
/// the other clients little.
struct Restraint {
    /// What costs something.
    enum Cost {
        /// Any request: 2000 a second. The smallest useful one, a range of a pack, comes a few hundred times a second.
        case request
        /// A list opens 256 folders: 10 a second. restic makes ten in a backup.
        case list
        /// An answer that no honest client hears often, a refusal or "not there": 20 a second. A refusal is a row, and a
        /// flush that other clients' rows wait for too.
        case denial
        /// Bytes of an upload that came to nothing: 4 MiB a second. They were hashed, and written to the disk.
        case waste(Int)

        fileprivate var duration: Duration {
            switch self {
            case .request: .microseconds(500)
            case .list: .milliseconds(100)
            case .denial: .milliseconds(50)
            case .waste(let bytes): .microseconds(bytes / 4)
            }
        }
    }

    /// What a client may ask for at once, in the time that it costs.
    private static let advance = Duration.seconds(2)
    /// The longest pause: a client that hangs up meanwhile expects us to leave within five seconds.
    private static let longest = Duration.seconds(4)

    /// When all that was asked is paid for.
    private var paid: Instant

    /// A client that has asked for nothing yet.
    init(now: Instant = .now) { paid = now }

    /// Something that costs.
    mutating func note(_ cost: Cost, now: Instant = .now) {
        paid = min(max(paid, now) + cost.duration, now + Self.advance + Self.longest)
    }

    /// Milliseconds until the client is read again; 0: it is read.
    func pause(now: Instant = .now) -> Int32 {
        let left = (paid - now - Self.advance).components
        guard left.seconds >= 0, left.attoseconds >= 0 else { return 0 }
        return Int32(clamping: left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000)
    }
}
