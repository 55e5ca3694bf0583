/// Takes one line of strace apart. With `-xx` each string and each path is `\xNN\xNN…`, so no character in one can be
/// taken for a separator.
struct CallScanner {
    private let text: [UInt8]
    private let line: Int
    private var position = 0

    init(_ text: [UInt8], line: Int) {
        self.text = text
        self.line = line
    }

    /// The call's name; the next is its first argument.
    mutating func name() throws(SiegeError) -> String {
        let name = String(decoding: take { $0 != UInt8(ascii: "(") }, as: UTF8.self)
        guard position < text.count else { throw .record("line \(line) is no call: \(name)") }
        position += 1
        return name
    }

    /// The arguments; the next is what follows the closing bracket.
    mutating func arguments() throws(SiegeError) -> [Call.Argument] {
        var arguments: [Call.Argument] = []
        while position < text.count, text[position] != UInt8(ascii: ")") {
            arguments.append(try argument())
            _ = take { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") }
        }
        guard position < text.count else {
            throw .record("line \(line) does not end: \(String(decoding: text.prefix(200), as: UTF8.self))")
        }
        position += 1
        return arguments
    }

    /// What the call returned, and the path of the descriptor if it is one.
    mutating func result() throws(SiegeError) -> (Int?, String?) {
        _ = take { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "=") }
        let word = String(decoding: take { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "<") }, as: UTF8.self)
        guard position < text.count, text[position] == UInt8(ascii: "<") else { return (Int(word), nil) }
        return (Int(word), try path())
    }

    private mutating func argument() throws(SiegeError) -> Call.Argument {
        if text[position] == UInt8(ascii: "\"") {
            position += 1
            let bytes = try hex()
            position += 1
            // strace cuts what is longer than its `-s`.
            if position < text.count, text[position] == UInt8(ascii: ".") { throw .record("line \(line) is cut") }
            return .bytes(bytes)
        }
        if text[position...].starts(with: Self.vectors) { return .bytes(try buffers()) }
        let start = position
        skipWord()
        let word = String(decoding: text[start..<position], as: UTF8.self)
        guard position < text.count, text[position] == UInt8(ascii: "<") else { return .word(word) }
        return .descriptor(Int(word) ?? -100, path: try path())
    }

    /// How a list of buffers begins: `[{iov_base="…", iov_len=N}, …]`.
    private static let vectors = Array("[{iov_base=\"".utf8)

    /// The bytes of a list of buffers, one after the other.
    private mutating func buffers() throws(SiegeError) -> [UInt8] {
        var bytes: [UInt8] = []
        while position < text.count, text[position] != UInt8(ascii: "]") {
            _ = take { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "]") }
            guard position < text.count, text[position] == UInt8(ascii: "\"") else { break }
            position += 1
            bytes += try hex()
            position += 1
            if position < text.count, text[position] == UInt8(ascii: ".") { throw .record("line \(line) is cut") }
        }
        position += 1
        return bytes
    }

    /// Goes to the end of a word; brackets and what is in them belong to it.
    private mutating func skipWord() {
        var depth = 0
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ","), UInt8(ascii: ")"), UInt8(ascii: "<"): if depth <= 0 { return }
            default: break
            }
            position += 1
        }
    }

    /// `<PATH>`, and `(deleted)` where the name is gone.
    private mutating func path() throws(SiegeError) -> String {
        position += 1
        let bytes = try hex()
        position += 1
        let deleted = Array("(deleted)".utf8)
        if text[position...].starts(with: deleted) { position += deleted.count }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func hex() throws(SiegeError) -> [UInt8] {
        var bytes: [UInt8] = []
        while position + 3 < text.count, text[position] == UInt8(ascii: "\\") {
            bytes.append(Self.digit(text[position + 2]) << 4 | Self.digit(text[position + 3]))
            position += 4
        }
        guard position < text.count, text[position] == UInt8(ascii: "\"") || text[position] == UInt8(ascii: ">")
        else { throw .record("line \(line) has a string that is not in hex") }
        return bytes
    }

    private static func digit(_ digit: UInt8) -> UInt8 { digit < 58 ? digit - 48 : digit - 87 }

    private mutating func take(while condition: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = position
        while position < text.count, condition(text[position]) { position += 1 }
        return text[start..<position]
    }
}
