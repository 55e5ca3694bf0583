internal import Glibc

/// An IPv4 or IPv6 address in numbers.
struct NetworkAddress {
    /// 4 or 16 bytes, in network order.
    let bytes: [UInt8]

    /// Which of this machine's networks a link-local address is on: what stands behind `%`. Source: RFC 4007 section 11.
    let zone: String?

    /// Takes an address in numbers, or nil. Source: inet_pton(3).
    init?(_ text: String) {
        // The longest is an IPv6 address with an IPv4 tail and a zone: INET6_ADDRSTRLEN, "%", IF_NAMESIZE. A NUL would
        // end the text early for inet_pton.
        guard text.utf8.count <= 46 + 16, !text.utf8.contains(0) else { return nil }
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.map(String.init) else { return nil }
        if let four = Self.parse(address, AF_INET, length: 4) {
            guard parts.count == 1 else { return nil }
            bytes = four
            zone = nil
        } else if let sixteen = Self.parse(address, AF_INET6, length: 16) {
            if parts.count == 2, !Self.isZone(parts[1]) { return nil }
            bytes = sixteen
            zone = parts.count == 2 ? String(parts[1]) : nil
        } else {
            return nil
        }
    }

    /// The address in its one usual form. Source: inet_ntop(3), RFC 5952.
    var text: String {
        var buffer = [CChar](repeating: 0, count: 46)
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        _ = unsafe inet_ntop(family, bytes, &buffer, socklen_t(buffer.count))
        let characters = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: characters, as: UTF8.self) + (zone.map { "%" + $0 } ?? "")
    }

    /// Whether all bits after the first `length` are zero.
    func isClear(beyond length: Int) -> Bool {
        bytes.enumerated().allSatisfy { index, byte in
            let kept = min(max(length - index * 8, 0), 8)
            return kept == 8 || byte << kept == 0
        }
    }

    private static func parse(_ text: String, _ family: Int32, length: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: length)
        return unsafe inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }

    private static func isZone(_ text: Substring) -> Bool {
        (1...15).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
