/// An amount of data. A bare `Int` never crosses a module's edge.
public struct ByteCount: Hashable, Comparable, Sendable {
    /// How many bytes.
    public let bytes: UInt64

    /// An amount in bytes.
    public init(bytes: UInt64) { self.bytes = bytes }

    /// Nothing at all.
    public static let zero = ByteCount(bytes: 0)

    /// An amount in units of 1024 bytes.
    public static func kibibytes(_ count: UInt64) -> ByteCount { ByteCount(bytes: count << 10) }

    /// An amount in units of 1024 × 1024 bytes.
    public static func mebibytes(_ count: UInt64) -> ByteCount { ByteCount(bytes: count << 20) }

    /// An amount in units of 1024 × 1024 × 1024 bytes.
    public static func gibibytes(_ count: UInt64) -> ByteCount { ByteCount(bytes: count << 30) }

    /// Compares the amounts.
    public static func < (left: Self, right: Self) -> Bool { left.bytes < right.bytes }

    /// The sum, which stays at the largest amount instead of overflowing.
    public static func + (left: Self, right: Self) -> Self {
        let (sum, overflow) = left.bytes.addingReportingOverflow(right.bytes)
        return ByteCount(bytes: overflow ? .max : sum)
    }

    /// What is left of the first amount, never less than nothing.
    public static func - (left: Self, right: Self) -> Self {
        ByteCount(bytes: left.bytes > right.bytes ? left.bytes - right.bytes : 0)
    }
}
