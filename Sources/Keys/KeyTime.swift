/// A moment in whole seconds, as it stands in files of keys and in lines for sshd: always UTC.
public struct KeyTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Seconds since 1970-01-01 UTC; from the year 1970 to 9999.
    public let secondsSinceEpoch: Int64

    /// The last second of the year 9999.
    private static let last: Int64 = 253_402_300_799

    /// A moment by the system's count.
    ///
    /// - Parameter secondsSinceEpoch: seconds since 1970-01-01 UTC.
    /// - Throws: ``KeyError/badTime(_:)`` before 1970 and after 9999, which sshd's form with four digits cannot say.
    public init(secondsSinceEpoch: Int64) throws(KeyError) {
        guard (0...Self.last).contains(secondsSinceEpoch) else { throw .badTime("\(secondsSinceEpoch)") }
        self.secondsSinceEpoch = secondsSinceEpoch
    }

    /// Reads `2026-12-01`, which is 00:00 UTC of that day, or `2026-12-01T08:30:00Z`.
    ///
    /// - Throws: ``KeyError/badTime(_:)`` for any other form, and for a day or an hour that does not exist.
    public init(_ text: some StringProtocol) throws(KeyError) {
        guard let civil = CivilTime(text) else {
            throw .badTime(PrintableText.of(text, limit: Limits.quotedLength))
        }
        secondsSinceEpoch = civil.secondsSinceEpoch
    }

    /// For example `2026-12-01T08:30:00Z`.
    public var description: String {
        let fields = CivilTime(secondsSinceEpoch: secondsSinceEpoch).fields
        return fields[..<3].joined(separator: "-") + "T" + fields[3...].joined(separator: ":") + "Z"
    }

    /// As sshd's `expiry-time` for a key that no longer works from this moment on: `20261201082959Z` for half past eight.
    ///
    /// To sshd it is the last second at which the key is still good (and 0 would be "never over"), hence one before.
    /// Source: sshd(8) of OpenSSH 9.1 and later: "a time after which the key will not be accepted".
    var asExpiryTime: String {
        CivilTime(secondsSinceEpoch: max(1, secondsSinceEpoch - 1)).fields.joined() + "Z"
    }

    /// Compares the moments.
    public static func < (left: Self, right: Self) -> Bool { left.secondsSinceEpoch < right.secondsSinceEpoch }
}
