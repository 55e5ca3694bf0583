internal import Policy
internal import Restic

extension Row {
    /// Reads a line; it must be, to the byte, what ``line`` writes for this row.
    ///
    /// - Throws: ``LineError``.
    public init(line: String) throws(LineError) {
        var reader = LineReader(line)
        let seq = try reader.number("seq", opening: "{")
        guard let at = Moment(try reader.text("at")) else { throw .badMember("at") }
        let session = try reader.number("session")
        let (client, key) = (try reader.text("client"), try reader.text("key"))
        let (source, repository) = (try reader.text("source"), try reader.text("repo"))
        guard let action = Action(rawValue: try reader.text("action")) else { throw .badMember("action") }
        let object = try reader.text("object")
        let bytes = try reader.number("bytes")
        guard let outcome = Outcome(rawValue: try reader.text("outcome")) else { throw .badMember("outcome") }
        let reason = try reader.text("reason")
        let details = try reader.details()
        try reader.end()
        self.init(
            seq: seq, at: at, session: session,
            entry: Entry(
                client: client, key: key, source: source, repository: repository, action: action, object: object,
                bytes: ByteCount(bytes: bytes), outcome: outcome, reason: reason, details: details))
        // One row has one line: no leading zeros, no needless escapes.
        guard self.line == line else { throw .notCanonical }
    }
}

/// Why a line is no row.
public enum LineError: Error, Hashable, Sendable, CustomStringConvertible {
    /// This member is not where it should be, or holds what it cannot hold.
    case badMember(String)
    /// It says what a row says, but in other bytes.
    case notCanonical

    /// For a person.
    public var description: String {
        switch self {
        case .badMember(let name): "the member \"\(name)\" is missing, misplaced or malformed"
        case .notCanonical: "the line is not written as the ledger writes it"
        }
    }
}

/// Takes a line apart, member by member, in the one order that there is.
private struct LineReader {
    private let bytes: [UInt8]
    private var next = 0

    init(_ line: String) { bytes = Array(line.utf8) }

    mutating func number(_ name: String, opening: String = ",") throws(LineError) -> UInt64 {
        guard take(opening + "\"\(name)\":"), let number = digits() else { throw .badMember(name) }
        return number
    }

    mutating func text(_ name: String) throws(LineError) -> String {
        guard take(",\"\(name)\":"), let text = quoted() else { throw .badMember(name) }
        return text
    }

    mutating func details() throws(LineError) -> [Entry.Detail] {
        guard take(",\"detail\":{") else { return [] }
        var details: [Entry.Detail] = []
        repeat {
            guard let name = quoted(), take(":") else { throw .badMember("detail") }
            if let text = quoted() {
                details.append(Entry.Detail(name, text))
            } else if let number = digits() {
                details.append(Entry.Detail(name, number))
            } else {
                throw .badMember("detail")
            }
        } while take(",")
        guard take("}") else { throw .badMember("detail") }
        return details
    }

    mutating func end() throws(LineError) {
        guard take("}"), next == bytes.count else { throw .badMember("detail") }
    }

    private mutating func take(_ text: String) -> Bool {
        guard bytes[next...].starts(with: text.utf8) else { return false }
        next += text.utf8.count
        return true
    }

    private mutating func digits() -> UInt64? {
        let digits = bytes[next...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        next += digits.count
        return UInt64(String(decoding: digits, as: UTF8.self))
    }

    /// A text between quotes, or `nil` with nothing taken.
    private mutating func quoted() -> String? {
        let start = next
        guard take("\"") else { return nil }
        var units: [UInt16] = []
        while next < bytes.count {
            let byte = bytes[next]
            next += 1
            switch byte {
            case UInt8(ascii: "\""):
                if let text = String(validating: units, as: UTF16.self) { return text }
                next = start
                return nil
            case UInt8(ascii: "\\"):
                guard let unit = escape() else {
                    next = start
                    return nil
                }
                units.append(unit)
            default: units.append(UInt16(byte))
            }
        }
        next = start
        return nil
    }

    private mutating func escape() -> UInt16? {
        if take("\"") { return 0x22 }
        if take("\\") { return 0x5c }
        guard take("u"), bytes.count - next >= 4 else { return nil }
        defer { next += 4 }
        return UInt16(String(decoding: bytes[next..<next + 4], as: UTF8.self), radix: 16)
    }
}
