extension Int {
    /// Takes ASCII digits alone: `Int("+5")` and `Int("-0")` would be numbers too.
    public init?(digits text: some StringProtocol) {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        self.init(text)
    }
}
