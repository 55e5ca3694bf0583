internal import Trail

/// The time that a summary is about, and the times before it that it is compared with.
struct Span: Sendable {
    /// With how many times of the same length before it is compared.
    static let earlier = 4

    let since: Moment
    /// Not itself.
    let until: Moment

    /// How long it is, in milliseconds.
    var length: Int64 { max(until.milliseconds - since.milliseconds, 1) }

    /// Where the first time begins that it is compared with.
    var start: Moment { Moment(milliseconds: since.milliseconds - Int64(Self.earlier) * length) }

    /// In which time a moment lies: 0 is this one, 1 the one before it.
    func index(of moment: Moment) -> Int {
        moment >= since ? 0 : Int((since.milliseconds - 1 - moment.milliseconds) / length) + 1
    }

    /// Only what was written in it.
    var filter: RowFilter {
        var filter = RowFilter()
        (filter.since, filter.until) = (since, until)
        return filter
    }
}
