/// Reads the fields of a key as it travels: each is a length of four bytes, big-endian, and that many bytes.
///
/// Source: RFC 4251 section 5, `string` and `mpint`.
struct WireBlob {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// The next field, or nil where the bytes end before it does.
    mutating func field() -> ArraySlice<UInt8>? {
        guard rest.count >= 4 else { return nil }
        let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard rest.count - 4 >= length else { return nil }
        defer { rest = rest.dropFirst(4 + length) }
        return rest.dropFirst(4).prefix(length)
    }

    /// The next field as a name: printable ASCII, or nil.
    mutating func name() -> String? {
        guard let field = field(), field.allSatisfy({ (0x21...0x7e).contains($0) }) else { return nil }
        return String(decoding: field, as: UTF8.self)
    }

    /// The next field as a positive number, without leading zeros; nil where it is none.
    mutating func magnitude() -> ArraySlice<UInt8>? {
        guard let field = field(), let first = field.first, first < 0x80 else { return nil }
        return field.drop { $0 == 0 }
    }
}

extension WireBlob {
    /// How many bits a number without leading zeros has.
    static func bitLength(_ magnitude: ArraySlice<UInt8>) -> Int {
        guard let first = magnitude.first else { return 0 }
        return magnitude.count * 8 - first.leadingZeroBitCount
    }
}
