/// Which snapshots are kept, as `[keep]` says. `nil` or zero: that rule keeps none.
public struct KeepRules: Hashable, Sendable {
    /// How many of the newest.
    public var last: Int?
    /// For how many hours the newest of each.
    public var hourly: Int?
    /// For how many days the newest of each.
    public var daily: Int?
    /// For how many weeks the newest of each.
    public var weekly: Int?
    /// For how many months the newest of each.
    public var monthly: Int?
    /// For how many years the newest of each.
    public var yearly: Int?
    /// All that are not older than the newest by more than this.
    public var within: Duration?
    /// All that carry every tag of one of these.
    public var tags: [TagSet] = []

    /// Keeps nothing by any rule.
    public init() {}

    /// Whether no rule keeps anything.
    public var isEmpty: Bool {
        [last, hourly, daily, weekly, monthly, yearly].allSatisfy { ($0 ?? 0) == 0 }
            && (within ?? .zero) == .zero && tags.isEmpty
    }
}

/// Tags that a snapshot must all carry, written `legal,signed` as behind restic's `--keep-tag`.
public struct TagSet: Hashable, Sendable, CustomStringConvertible {
    /// The tags, in the order in which they were written.
    public let tags: [String]

    /// Parses tags with a comma between them; none may be empty.
    public init?(_ text: some StringProtocol) {
        let tags = text.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
        guard text.utf8.count <= 1024, tags.allSatisfy({ !$0.isEmpty && $0.unicodeScalars.allSatisfy(Self.isPlain) })
        else { return nil }
        self.tags = tags
    }

    /// The tags with a comma between them.
    public var description: String { tags.joined(separator: ",") }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value)
    }
}
