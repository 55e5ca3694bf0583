internal import Restic

/// Amounts as people like to read them, rounded.
enum Amount {
    private static let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]

    /// For example `1.5 GiB`.
    static func size(_ bytes: UInt64) -> String {
        var (tenths, unit) = (UInt64(0), 0)
        var rest = bytes
        while rest >= 1024, unit < units.count - 1 {
            tenths = rest % 1024 * 10 / 1024
            rest /= 1024
            unit += 1
        }
        return rest < 10 && unit > 0 ? "\(rest).\(tenths) \(units[unit])" : "\(rest) \(units[unit])"
    }

    /// For example `48 s`, `3 h 20 min` or `12 d`; of milliseconds.
    static func time(_ milliseconds: Int64) -> String {
        let seconds = max(milliseconds, 0) / 1000
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400)
        if minutes < 2 { return "\(seconds) s" }
        if hours < 2 { return "\(minutes) min" }
        if hours < 10 { return minutes % 60 == 0 ? "\(hours) h" : "\(hours) h \(minutes % 60) min" }
        if days < 2 { return "\(hours) h" }
        return days < 10 && hours % 24 > 0 ? "\(days) d \(hours % 24) h" : "\(days) d"
    }

    /// For example `1 session` or `3 sessions`.
    static func count(_ number: UInt64, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
