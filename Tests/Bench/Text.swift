internal import Glibc

/// Numbers as the table shows them.
enum Text {
    /// Prints a line now, also where nobody but a file reads it.
    static func say(_ line: String) {
        print(line)
        fflush(nil)
    }

    /// With so many digits after the point.
    static func decimal(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite else { return "–" }
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        let whole = Int((value.magnitude * scale).rounded())
        let sign = value < 0 && whole > 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(whole)" }
        let fraction = String(whole % Int(scale))
        return "\(sign)\(whole / Int(scale)).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
    }

    /// Seconds, in the unit that suits them.
    static func time(_ seconds: Double) -> String {
        if seconds < 0.001 { return "\(decimal(seconds * 1_000_000, 0)) µs" }
        return seconds < 1 ? "\(decimal(seconds * 1000, 1)) ms" : "\(decimal(seconds, 2)) s"
    }

    /// Bytes in MiB.
    static func mebibytes(_ bytes: Double) -> String { "\(decimal(bytes / 1_048_576, 1)) MiB" }

    /// A ratio, for example `0.31 ×`.
    static func ratio(_ value: Double) -> String { "\(decimal(value, 2)) ×" }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

extension Array where Element == Double {
    /// The middle one, or the mean of the two in the middle; not a number where there is none.
    var median: Double {
        guard !isEmpty else { return .nan }
        let sorted = sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}
