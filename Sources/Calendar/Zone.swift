/// A time zone: what clocks show there, as a function. Who knows the zone database makes it.
public struct Zone: Sendable {
    /// How many seconds local time is ahead of UTC at a moment, in seconds since 1970.
    public var offset: @Sendable (Int64) -> Int64

    /// Uses `offset` to tell what clocks show.
    public init(offset: @escaping @Sendable (Int64) -> Int64) { self.offset = offset }

    /// UTC.
    public static let utc = Zone { _ in 0 }

    /// What clocks show at a moment, in seconds since 1970.
    public func wallTime(at seconds: Int64) -> WallTime { WallTime(seconds: seconds + offset(seconds)) }

    /// The moment at which clocks show a time, both in seconds since 1970, the time as if clocks showed UTC. It is one
    /// of the two where they show it twice, and one close by where they leave it out.
    public func moment(showing shown: Int64) -> Int64 {
        // The first guess may lie on the other side of a change of the clocks.
        let guess = shown - offset(shown)
        return shown - offset(guess)
    }
}
