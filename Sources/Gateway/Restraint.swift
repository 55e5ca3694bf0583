/// Slows a client down that is refused, or breaks off its uploads, again and again: nothing more is read of it for a
/// moment each time, so that its floods cost itself time and the other clients none.
struct Restraint {
    /// How often that may happen before it costs anything. A host that meets its quota, or whose restic cleans up after
    /// failed uploads, stays below.
    private static let free = 100
    /// What each further time costs: 50 a second and session are left.
    private static let pause = Duration.milliseconds(20)

    private var count = 0
    private var until = ContinuousClock.now

    /// Something was refused, or broken off.
    mutating func note() {
        count += 1
        guard count > Self.free else { return }
        until = max(until, .now) + Self.pause
    }

    /// Milliseconds until the client is read again; 0: it is read.
    var milliseconds: Int32 {
        guard count > Self.free else { return 0 }
        let left = (until - .now).components
        return left.seconds < 0 ? 0 : Int32(clamping: left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000)
    }
}
