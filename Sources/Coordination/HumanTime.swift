internal import ArgumentParser
internal import Calendar
internal import Policy
internal import Trail

/// A moment as people write it; it is local time unless it says otherwise.
enum HumanTime: Hashable, Sendable {
    /// So long before now: `2d`, `90m`.
    case ago(Duration)
    /// So many days before today, at a time of that day: `yesterday 14:00`; in milliseconds.
    case day(before: Int64, time: Int64)
    /// What clocks show here: `2026-11-20 14:00`; in milliseconds since 1970, as if they showed UTC.
    case shown(Int64)
    /// A moment that says how far it is from UTC (RFC 3339).
    case exact(Moment)

    /// The forms, for `--help`.
    static let forms = """
        WHEN is how long ago (90m, 2h, 7d, 4w), today, yesterday or now, a time of today (14:00), a day (2026-11-20; \
        its first moment), any of these days with a time (yesterday 14:00, 2026-11-20 14:00:30), or RFC 3339 \
        (2026-11-20T14:00:00Z, 2026-11-20T14:00:00+01:00). Without Z or +01:00 it is the gateway's local time, as TZ \
        says; times are shown in it, with their distance from UTC. The clock that counts is the gateway's.
        """

    /// Reads one.
    ///
    /// - Throws: a line of usage.
    static func parsing(_ text: String) throws -> HumanTime {
        guard let time = HumanTime(text.trimmed.lowercased()) else {
            throw ValidationError("write 2h, 7d, yesterday 14:00, 2026-11-20, 2026-11-20 14:00 or 2026-11-20T14:00:00Z")
        }
        return time
    }

    private init?(_ text: String) {
        let words = text.split(separator: " ")
        if let ago = words.first.flatMap({ Duration(span: $0) }), words.dropFirst().allSatisfy({ $0 == "ago" }) {
            self = .ago(ago)
        } else if text == "now" {
            self = .ago(.zero)
        } else if let time = Self.time(text) {
            self = .day(before: 0, time: time)
        } else if let before: Int64 = ["today": 0, "yesterday": 1][words.first ?? ""] {
            guard words.count <= 2, let time = words.count == 1 ? 0 : Self.time(words[1]) else { return nil }
            self = .day(before: before, time: time)
        } else {
            self.init(date: text)
        }
    }

    /// A day, with or without a time and a distance from UTC.
    private init?(date text: String) {
        guard let day = Moment("\(text.prefix(10))T00:00:00.000Z")?.milliseconds else { return nil }
        var rest = text.dropFirst(10)
        guard !rest.isEmpty else {
            self = .shown(day)
            return
        }
        guard rest.first == " " || rest.first == "t" else { return nil }
        rest = rest.dropFirst()
        let ahead = Self.takeDistance(&rest)
        guard let time = Self.time(rest) else { return nil }
        self = ahead.map { .exact(Moment(milliseconds: day + time - $0)) } ?? .shown(day + time)
    }

    /// Takes `z` or `+01:00` from the end: how far ahead of UTC, in milliseconds.
    private static func takeDistance(_ text: inout Substring) -> Int64? {
        if text.last == "z" {
            text = text.dropLast()
            return 0
        }
        guard let sign = text.lastIndex(where: { $0 == "+" || $0 == "-" }),
            let distance = time(text[text.index(after: sign)...])
        else { return nil }
        defer { text = text[..<sign] }
        return text[sign] == "-" ? -distance : distance
    }

    /// `14:00`, `14:00:30` or `14:00:30.123` in milliseconds.
    private static func time(_ text: some StringProtocol) -> Int64? {
        let missing = ["00:00".count: ":00.000", "00:00:00".count: ".000"][text.count] ?? ""
        var full = text + missing
        if full.count > 12, full.dropFirst(8).first == "." { full = String(full.prefix(12)) }
        return Moment("1970-01-01T\(full)Z")?.milliseconds
    }

    /// The moment; `world` tells what time it is, and where.
    func moment(in world: World) -> Moment {
        switch self {
        case .ago(let duration): return Moment(milliseconds: (world.now() - duration.components.seconds) * 1000)
        case .day(let before, let time):
            let today = (world.now() + world.zone.offset(world.now())) / 86400
            return world.zone.moment(showingMilliseconds: (today - before) * 86_400_000 + time)
        case .shown(let shown): return world.zone.moment(showingMilliseconds: shown)
        case .exact(let moment): return moment
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
