/// Reads one JSON object whose members are texts and natural numbers; anything else is not what restic writes.
///
/// Stricter than a general parser on purpose: names that stand twice, nested values, and text after the object are
/// all refused, so that no two readers can understand the same bytes differently. Source: RFC 8259.
struct FlatObjectScanner {
    enum Value: Hashable {
        case text(String)
        case number(Int)
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// All members, or `nil` where the bytes are not such an object from the first to the last.
    mutating func members() -> [String: Value]? {
        guard take("{") else { return nil }
        var members: [String: Value] = [:]
        repeat {
            guard let name = text(), take(":"), let value = value(), members[name] == nil else { return nil }
            members[name] = value
        } while take(",")
        guard take("}") else { return nil }
        skipSpace()
        return position == bytes.count ? members : nil
    }

    private mutating func value() -> Value? {
        skipSpace()
        guard position < bytes.count else { return nil }
        if bytes[position] == UInt8(ascii: "\"") { return text().map(Value.text) }
        let digits = bytes[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...9).contains(digits.count), digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
        position = digits.endIndex
        return Int(String(decoding: digits, as: UTF8.self)).map(Value.number)
    }

    private mutating func text() -> String? {
        guard take("\"") else { return nil }
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = escape() else { return nil }
                content += escaped
            case 0..<0x20: return nil
            default: content.append(byte)
            }
        }
        return nil
    }

    /// What stands behind a backslash. Two halves of a surrogate pair are not joined: no field that we read needs it.
    private mutating func escape() -> [UInt8]? {
        guard position < bytes.count else { return nil }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return [UInt8(ascii: " ")]
        case UInt8(ascii: "u"):
            let digits = bytes[position...].prefix(4)
            guard digits.count == 4, digits.allSatisfy(Self.isHexDigit),
                let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
            else { return nil }
            position += 4
            return Unicode.Scalar(code).map { Array(String(Character($0)).utf8) } ?? [UInt8(ascii: "?")]
        default: return nil
        }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        case UInt8(ascii: "A")...UInt8(ascii: "F"): true
        default: false
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) { position += 1 }
    }
}
