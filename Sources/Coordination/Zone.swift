internal import Calendar
internal import Glibc
internal import Trail

extension Zone {
    /// The zone of this process: `TZ`, or the machine's. Source: tzset(3), localtime(3).
    static let local = Zone { seconds in
        var (seconds, fields) = unsafe (time_t(seconds), tm())
        guard unsafe localtime_r(&seconds, &fields) != nil else { return 0 }
        return unsafe Int64(fields.tm_gmtoff)
    }

    /// A zone of the zone database; `nil` where it has none of that name. Source: tzset(3), "File-based".
    ///
    /// It changes `TZ` for a moment: no other thread may ask what time it is somewhere.
    static func named(_ name: String) -> Zone? {
        guard name != "UTC" else { return .utc }
        let isPlain = name.utf8.allSatisfy { $0 > 32 && $0 < 127 } && !name.contains("..") && !name.hasPrefix("/")
        guard isPlain, unsafe access("/usr/share/zoneinfo/\(name)", R_OK) == 0 else { return nil }
        return Zone { seconds in
            let before = unsafe getenv("TZ").map { unsafe String(cString: $0) }
            unsafe setenv("TZ", ":" + name, 1)
            tzset()
            let offset = local.offset(seconds)
            if let before { unsafe setenv("TZ", before, 1) } else { unsafe unsetenv("TZ") }
            tzset()
            return offset
        }
    }

    /// A moment as clocks show it, with the zone's distance from UTC: `2026-11-20 14:00:03+01:00`.
    func text(_ moment: Moment) -> String {
        let ahead = offset(moment.milliseconds / 1000)
        let shown = Moment(milliseconds: moment.milliseconds + ahead * 1000).description.prefix(19)
        return shown.replacing("T", with: " ") + Self.distance(ahead)
    }

    /// The moment at which clocks show a time, given in milliseconds since 1970 as if they showed UTC; one of the two
    /// where they show it twice.
    func moment(showingMilliseconds shown: Int64) -> Moment {
        Moment(milliseconds: moment(showing: shown / 1000) * 1000 + shown % 1000)
    }

    private static func distance(_ seconds: Int64) -> String {
        guard seconds != 0 else { return "Z" }
        let minutes = abs(seconds) / 60
        let fields = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return (seconds < 0 ? "-" : "+") + fields.joined(separator: ":")
    }
}
