/// An address, or a range of them (CIDR), as sshd's `from=` takes it: never a host name, never a pattern.
struct AddressRange {
    /// As it was given; it holds only digits, `a-f`, `.`, `:` and `/`.
    let text: String

    /// Takes `192.0.2.7`, `192.0.2.0/24`, `2001:db8::1` or `2001:db8::/32`.
    ///
    /// - Throws: ``KeyError/badSource(_:)``, or ``KeyError/inconsistentRange(_:)`` where bits of the address lie beyond
    ///   the length: for sshd that is an error, and it would refuse every login with the key.
    init(_ text: String) throws(KeyError) {
        let shown = PrintableText.of(text, limit: Limits.quotedLength)
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = NetworkAddress(String(first)), address.zone == nil else {
            throw .badSource(shown)
        }
        if parts.count == 2 {
            guard let length = Self.length(parts[1]), length <= address.bytes.count * 8 else { throw .badSource(shown) }
            guard address.isClear(beyond: length) else { throw .inconsistentRange(shown) }
        }
        self.text = text
    }

    /// A number of at most three digits, without leading zeros.
    private static func length(_ text: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            text == "0" || !text.hasPrefix("0")
        else { return nil }
        return Int(text)
    }
}
