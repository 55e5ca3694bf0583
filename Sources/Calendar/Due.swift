extension CalendarExpression {
    /// How long after its moment a schedule of one word may begin, in seconds, so that not all repositories begin at
    /// once. Whoever names a minute means it.
    public var spread: Int64 {
        guard isWord else { return 0 }
        // A quarter of an hour, or of a day.
        return hours == .any ? 900 : 21_600
    }

    /// When something is to be done next.
    ///
    /// - Parameters:
    ///   - name: what is done; its moment lies at another point of ``spread`` for another name, always at the same.
    ///   - last: when it was done last; `nil`: never.
    ///   - failures: when it failed since then, the newest last.
    ///   - zone: what clocks show where the expression holds.
    /// - Returns: in seconds since 1970; what was never done is due since 1970. `nil` if it is never to be done again.
    public func due(_ name: String, last: Int64?, failures: [Int64], in zone: Zone) -> Int64? {
        let offset = spread == 0 ? 0 : Int64(Self.hash(name) % UInt64(spread))
        let planned = last.map { next(after: $0 - offset, in: zone).map { $0 + offset } } ?? 0
        guard let planned, let failure = failures.last else { return planned }
        // After an hour, then after two, four, eight and so on, at least once a day.
        let pause = min(Int64(3600) << Int64(min(failures.count - 1, 5)), 86_400)
        return max(planned, failure + pause)
    }

    /// FNV-1a: the same on every machine and in every version.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
