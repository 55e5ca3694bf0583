public import Restic

extension ByteCount {
    /// The units of a SIZE in the policy, the larger ones last.
    private static let units: [(name: String, bytes: UInt64)] = [
        ("B", 1),
        ("KB", 1000), ("KiB", 1 << 10),
        ("MB", 1_000_000), ("MiB", 1 << 20),
        ("GB", 1_000_000_000), ("GiB", 1 << 30),
        ("TB", 1_000_000_000_000), ("TiB", 1 << 40),
    ]

    /// Parses a SIZE as the policy writes it: `500GB`, `1.5TiB`. A decimal has at most three places, and never counts
    /// single bytes; what it leaves of a byte is dropped.
    public init?(size text: some StringProtocol) {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let name = text.dropFirst(number.count).utf8
        guard let unit = Self.units.first(where: { $0.name.utf8.elementsEqual(name) })?.bytes else { return nil }
        let parts = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard (1...18).contains(parts[0].count), let whole = UInt64(parts[0]) else { return nil }
        let (bytes, overflow) = whole.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        self.init(bytes: bytes)
        if parts.count == 2 {
            guard unit > 1, (1...3).contains(parts[1].count), let thousandths = UInt64(Self.padded(parts[1])) else {
                return nil
            }
            self = self + ByteCount(bytes: unit * thousandths / 1000)
        }
    }

    /// `5` becomes `500`: thousandths.
    private static func padded(_ decimals: some StringProtocol) -> String {
        decimals + String(repeating: "0", count: 3 - decimals.count)
    }

    /// The amount as a SIZE, exactly: in the largest unit that leaves a whole number.
    public var size: String {
        guard let unit = Self.units.last(where: { bytes >= $0.bytes && bytes % $0.bytes == 0 }) else { return "0B" }
        return "\(bytes / unit.bytes)\(unit.name)"
    }
}
