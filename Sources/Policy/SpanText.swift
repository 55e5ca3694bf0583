internal import Calendar

extension Duration {
    /// The units of a DURATION in the policy, the longer ones last.
    private static let units: [(name: Character, seconds: Int64)] = [
        ("s", 1), ("m", 60), ("h", 3600), ("d", 86400), ("w", 604_800),
    ]

    /// The longest DURATION: a hundred years of 365 days.
    private static let longest: Int64 = 36_500 * 86400

    /// Parses a DURATION as the policy writes it: `30m`, `14d`.
    public init?(span text: some StringProtocol) {
        let number = text.dropLast()
        guard let unit = Self.units.first(where: { $0.name == text.last })?.seconds, (1...10).contains(number.count),
            let count = Int(digits: number).map(Int64.init), count <= Self.longest / unit
        else { return nil }
        self = .seconds(count * unit)
    }

    /// The time as a DURATION: in the longest unit that leaves a whole number. Parts of a second are dropped.
    public var span: String {
        let seconds = components.seconds
        guard let unit = Self.units.last(where: { seconds >= $0.seconds && seconds % $0.seconds == 0 }) else {
            return "0s"
        }
        return "\(seconds / unit.seconds)\(unit.name)"
    }
}
