internal import Policy
internal import Restic

extension Row {
    /// Reads a line; it must be, to the byte, what ``line`` writes for this row.
    ///
    /// - Throws: ``LineError``.
    public init(line: String) throws(LineError) { try self.init(line: Array(line.utf8)) }

    /// Reads a line by its bytes; it must be, to the byte, what ``line`` writes for this row.
    ///
    /// - Throws: ``LineError``.
    public init(line: [UInt8]) throws(LineError) {
        var reader = LineReader(line)
        let seq = try reader.number(.seq)
        guard let at = Moment(try reader.text(.at)) else { throw .badMember("at") }
        let session = try reader.number(.session)
        let (client, key) = (try reader.text(.client), try reader.text(.key))
        let (source, repository) = (try reader.text(.source), try reader.text(.repository))
        guard let action = Action(rawValue: try reader.text(.action)) else { throw .badMember("action") }
        let object = try reader.text(.object)
        let bytes = try reader.number(.bytes)
        guard let outcome = Outcome(rawValue: try reader.text(.outcome)) else { throw .badMember("outcome") }
        let reason = try reader.text(.reason)
        let details = try reader.details()
        try reader.end()
        self.init(
            seq: seq, at: at, session: session,
            entry: Entry(
                client: client, key: key, source: source, repository: repository, action: action, object: object,
                bytes: ByteCount(bytes: bytes), outcome: outcome, reason: reason, details: details))
    }
}

/// Why a line is no row.
public enum LineError: Error, Hashable, Sendable, CustomStringConvertible {
    /// This member is not where it should be, or holds what it cannot hold, or is written in another way than ours.
    case badMember(String)

    /// For a person.
    public var description: String {
        switch self {
        case .badMember(let name): "the member \"\(name)\" is missing, misplaced or malformed"
        }
    }
}

/// The members that every line has, with the bytes that stand before each one's value.
private struct Member: Sendable {
    let name: String
    let lead: [UInt8]

    private init(_ name: String, after: String = ",") {
        self.name = name
        lead = Array("\(after)\"\(name)\":".utf8)
    }

    static let seq = Member("seq", after: "{")
    static let at = Member("at")
    static let session = Member("session")
    static let client = Member("client")
    static let key = Member("key")
    static let source = Member("source")
    static let repository = Member("repo")
    static let action = Member("action")
    static let object = Member("object")
    static let bytes = Member("bytes")
    static let outcome = Member("outcome")
    static let reason = Member("reason")
    static let detail = Member("detail")
}

/// Takes a line apart, member by member, in the one order that there is. What ``LineWriter`` would have written in
/// another way is refused: a row has one line. Audits read millions of them, so it walks over the bytes once.
private struct LineReader {
    private let bytes: [UInt8]
    private var next = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func number(_ member: Member) throws(LineError) -> UInt64 {
        guard take(member.lead), let number = digits() else { throw .badMember(member.name) }
        return number
    }

    mutating func text(_ member: Member) throws(LineError) -> String {
        guard take(member.lead), let text = quoted() else { throw .badMember(member.name) }
        return text
    }

    mutating func details() throws(LineError) -> [Entry.Detail] {
        guard take(Member.detail.lead) else { return [] }
        guard take(UInt8(ascii: "{")) else { throw .badMember("detail") }
        var details: [Entry.Detail] = []
        repeat {
            guard let name = quoted(), take(UInt8(ascii: ":")) else { throw .badMember("detail") }
            if let text = quoted() {
                details.append(Entry.Detail(name, text))
            } else if let number = digits() {
                details.append(Entry.Detail(name, number))
            } else {
                throw .badMember("detail")
            }
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw .badMember("detail") }
        return details
    }

    mutating func end() throws(LineError) {
        guard take(UInt8(ascii: "}")), next == bytes.count else { throw .badMember("detail") }
    }

    private mutating func take(_ wanted: [UInt8]) -> Bool {
        guard bytes.count - next >= wanted.count else { return false }
        for index in wanted.indices where bytes[next + index] != wanted[index] { return false }
        next += wanted.count
        return true
    }

    private mutating func take(_ wanted: UInt8) -> Bool {
        guard next < bytes.count, bytes[next] == wanted else { return false }
        next += 1
        return true
    }

    /// A number without a needless zero.
    private mutating func digits() -> UInt64? {
        let start = next
        var number: UInt64 = 0
        while next < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[next]) {
            let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(UInt64(bytes[next] - UInt8(ascii: "0")))
            if overflow || carry { return nil }
            number = sum
            next += 1
        }
        let hasNeedlessZero = next - start > 1 && bytes[start] == UInt8(ascii: "0")
        return next == start || hasNeedlessZero ? nil : number
    }

    /// A text between quotes, or `nil` with nothing taken.
    private mutating func quoted() -> String? {
        guard next < bytes.count, bytes[next] == UInt8(ascii: "\"") else { return nil }
        var end = next + 1
        while end < bytes.count {
            switch bytes[end] {
            case UInt8(ascii: "\""):
                defer { next = end + 1 }
                return String(decoding: bytes[next + 1..<end], as: UTF8.self)
            case UInt8(ascii: "\\"): return escaped()
            case 0x20...0x7e: end += 1
            default: return nil
            }
        }
        return nil
    }

    /// The same for a text with escapes, of which there are few.
    private mutating func escaped() -> String? {
        let start = next
        next += 1
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
            case 0x20...0x7e: units.append(UInt16(byte))
            default:
                next = start
                return nil
            }
        }
        next = start
        return nil
    }

    /// What follows a backslash: a quote, another one, or four lower-case digits for what is not printable.
    private mutating func escape() -> UInt16? {
        if take(UInt8(ascii: "\"")) { return 0x22 }
        if take(UInt8(ascii: "\\")) { return 0x5c }
        guard take(UInt8(ascii: "u")), bytes.count - next >= 4 else { return nil }
        var unit: UInt16 = 0
        for digit in bytes[next..<next + 4] {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt16(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt16(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        next += 4
        return (0x20...0x7e).contains(unit) ? nil : unit
    }
}
