/// Reads JSON as restic writes it, member by member.
///
/// Stricter than Go's own reader on purpose, so that the two cannot understand the same bytes differently: Go takes the
/// names of members in any case, and the last of several. Here a name is printable ASCII and stands once, whatever its
/// case. Source: RFC 8259; Go, `encoding/json`, `Unmarshal`.
package struct JSONReader {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// Deeper than any file of restic's.
    private static let deepest = 64

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package typealias Member = (String, inout JSONReader) throws(ResticFileError) -> Void
    package typealias Element = (inout JSONReader) throws(ResticFileError) -> Void

    /// Reads an object. `body` must read or skip the value of each member.
    package mutating func object(_ body: Member) throws(ResticFileError) {
        try enter("{")
        var names: Set<String> = []
        if !take("}") {
            repeat {
                let name = try text()
                guard name.utf8.allSatisfy({ (0x20..<0x7f).contains($0) }), names.insert(name.lowercased()).inserted
                else { throw .form("a member's name") }
                guard take(":") else { throw .form("no value") }
                try body(name, &self)
            } while take(",")
            guard take("}") else { throw .form("an object does not end") }
        }
        depth -= 1
    }

    /// Reads an array, or `null` for an empty one, as Go writes it. `body` must read or skip each element.
    package mutating func array(_ body: Element) throws(ResticFileError) {
        if takeNull() { return }
        try enter("[")
        if !take("]") {
            repeat { try body(&self) } while take(",")
            guard take("]") else { throw .form("an array does not end") }
        }
        depth -= 1
    }

    /// Reads a text.
    package mutating func text() throws(ResticFileError) -> String {
        guard take("\"") else { throw .form("no text") }
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\"),
            bytes[position] >= 0x20
        { position += 1 }
        var content = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else { throw .form("no UTF-8") }
                return text
            case UInt8(ascii: "\\"): content += try escape()
            case 0..<0x20: throw .form("a control character")
            default: content.append(byte)
            }
        }
        throw .form("a text does not end")
    }

    /// Reads a natural number.
    package mutating func number() throws(ResticFileError) -> UInt64 {
        skipSpace()
        let digits = bytes[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...19).contains(digits.count), digits.count == 1 || digits.first != UInt8(ascii: "0") else {
            throw .form("no natural number")
        }
        position = digits.endIndex
        return digits.reduce(0) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
    }

    /// Reads `true` or `false`.
    package mutating func flag() throws(ResticFileError) -> Bool {
        if takeWord("true") { return true }
        guard takeWord("false") else { throw .form("neither true nor false") }
        return false
    }

    /// Takes `null`, if it stands there.
    package mutating func takeNull() -> Bool { takeWord("null") }

    /// Reads a value of any kind that nobody asks for.
    package mutating func skip() throws(ResticFileError) {
        skipSpace()
        guard position < bytes.count else { throw .form("no value") }
        switch bytes[position] {
        case UInt8(ascii: "{"): try object { (_, reader) throws(ResticFileError) in try reader.skip() }
        case UInt8(ascii: "["): try array { (reader) throws(ResticFileError) in try reader.skip() }
        case UInt8(ascii: "\""): _ = try text()
        default:
            let letters = bytes[position...].prefix { Self.isPlain($0) }
            guard !letters.isEmpty else { throw .form("no value") }
            position = letters.endIndex
        }
    }

    /// Makes sure that nothing follows.
    package mutating func end() throws(ResticFileError) {
        skipSpace()
        guard position == bytes.count else { throw .form("something follows") }
    }

    /// Letters of numbers, `true`, `false` and `null`.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private mutating func escape() throws(ResticFileError) -> [UInt8] {
        guard position < bytes.count else { throw .form("a text does not end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0c]
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            let first = try unit()
            if let scalar = Unicode.Scalar(first) { return Array(String(Character(scalar)).utf8) }
            // The two halves of a character beyond the first plane. Go makes a lone half U+FFFD; so do we.
            guard (0xd800..<0xdc00).contains(first), bytes[position...].starts(with: [0x5c, 0x75]) else {
                return [0xef, 0xbf, 0xbd]
            }
            let before = position
            position += 2
            let second = try unit()
            guard (0xdc00..<0xe000).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
            else {
                position = before
                return [0xef, 0xbf, 0xbd]
            }
            return Array(String(Character(scalar)).utf8)
        default: throw .form("an escape")
        }
    }

    private mutating func unit() throws(ResticFileError) -> UInt32 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ UInt8(ascii: "+") != $0 }),
            let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw .form("an escape") }
        position += 4
        return code
    }

    private mutating func enter(_ bracket: Unicode.Scalar) throws(ResticFileError) {
        guard take(bracket) else { throw .form("no \(bracket)") }
        depth += 1
        guard depth <= Self.deepest else { throw .form("too deep") }
    }

    private mutating func takeWord(_ word: String) -> Bool {
        skipSpace()
        guard bytes[position...].starts(with: word.utf8) else { return false }
        position += word.utf8.count
        return true
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
