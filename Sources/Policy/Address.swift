internal import Calendar

/// An address of a host. Source: RFC 4291, section 2.2, for IPv6's text form.
public struct Address: Hashable, Sendable {
    /// Four bytes of IPv4, or sixteen of IPv6.
    let bytes: [UInt8]

    /// Parses an address. An IPv4 address inside IPv6 (`::ffff:10.0.0.1`) is that IPv4 address. A zone, as in
    /// `fe80::1%eth0`, is left aside. Source: RFC 4007, section 11.
    public init?(_ text: some StringProtocol) {
        if let v4 = Self.v4(text) {
            bytes = v4
            return
        }
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard text.utf8.count <= 64, parts.count == 1 || !parts[1].isEmpty, let bytes = Self.v6(parts[0]) else {
            return nil
        }
        let mapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10..<12] == [0xff, 0xff]
        self.bytes = mapped ? Array(bytes[12...]) : bytes
    }

    /// Each gate reads one, so nothing is made of its parts.
    private static func v4(_ text: some StringProtocol) -> [UInt8]? {
        let text = Array(text.utf8)
        guard (7...15).contains(text.count) else { return nil }
        var bytes: [UInt8] = []
        for part in text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            // "010" is eight to some readers and ten to others.
            guard let first = part.first, part.count == 1 || first != UInt8(ascii: "0") else { return nil }
            var value = 0
            for byte in part {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            guard let byte = UInt8(exactly: value) else { return nil }
            bytes.append(byte)
        }
        return bytes.count == 4 ? bytes : nil
    }

    private static func v6(_ text: some StringProtocol) -> [UInt8]? {
        let text = String(text)
        guard let (head, tail) = text.cut(at: "::") else {
            return groups(text, isEnd: true).flatMap { $0.count == 16 ? $0 : nil }
        }
        guard let before = head.isEmpty ? [] : groups(head, isEnd: false),
            let after = tail.isEmpty ? [] : groups(tail, isEnd: true), before.count + after.count <= 14
        else { return nil }
        return before + Array(repeating: 0, count: 16 - before.count - after.count) + after
    }

    /// Groups of hex digits; the last of an address may be an IPv4 address.
    private static func groups(_ text: some StringProtocol, isEnd: Bool) -> [UInt8]? {
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if isEnd, index == parts.count - 1, let last = v4(part) {
                bytes += last
            } else if (1...4).contains(part.utf8.count), part.utf8.allSatisfy(isHexDigit),
                let group = UInt16(part, radix: 16)
            {
                bytes += [UInt8(group >> 8), UInt8(group & 0xff)]
            } else {
                return nil
            }
        }
        return bytes
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        case UInt8(ascii: "A")...UInt8(ascii: "F"): true
        default: false
        }
    }
}

/// A network: an address and how many of its leading bits count, for example `10.0.0.0/8`. Source: RFC 4632.
public struct Network: Hashable, Sendable, CustomStringConvertible {
    private let address: Address
    private let bits: Int

    /// As it was written.
    public let description: String

    /// Parses `ADDRESS/BITS`, or one address. Bits behind the prefix must be zero, as sshd wants them.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = Address(parts[0]), !text.contains("%") else { return nil }
        let width = address.bytes.count * 8
        guard let bits = parts.count == 2 ? Int(digits: parts[1]) : width, (0...width).contains(bits) else {
            return nil
        }
        let host = (bits..<width).contains { address.bytes[$0 / 8] & (0x80 >> UInt8($0 % 8)) != 0 }
        guard !host else { return nil }
        self.address = address
        self.bits = bits
        description = String(text)
    }

    /// Whether `other` lies in this network.
    public func contains(_ other: Address) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        return (0..<bits).allSatisfy { bit in
            (other.bytes[bit / 8] ^ address.bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
        }
    }
}
