/// Writes a JSON object on one line.
struct LineWriter {
    private var bytes = Array("{".utf8)

    init() { bytes.reserveCapacity(512) }

    mutating func member(_ name: String, _ number: UInt64) {
        key(name)
        bytes.append(contentsOf: String(number).utf8)
    }

    mutating func member(_ name: String, _ text: String) {
        key(name)
        quoted(text)
    }

    mutating func details(_ details: [Entry.Detail]) {
        key("detail")
        var inner = LineWriter()
        for detail in details {
            switch detail.value {
            case .text(let text): inner.member(detail.name, text)
            case .number(let number): inner.member(detail.name, number)
            }
        }
        bytes.append(contentsOf: inner.finished.utf8)
    }

    var finished: String { String(decoding: bytes + [UInt8(ascii: "}")], as: UTF8.self) }

    private mutating func key(_ name: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        quoted(name)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func quoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: text.escaped.utf8)
        bytes.append(UInt8(ascii: "\""))
    }
}

extension String {
    /// As it stands between the quotes of JSON, in printable ASCII only: neither a terminal nor a log, a line or a
    /// query can be led astray by it. Source: RFC 8259, section 7.
    public var escaped: String {
        let printable = utf8.allSatisfy { byte in
            (0x20...0x7e).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        }
        guard !printable else { return self }
        var escaped = ""
        for unit in utf16 {
            switch unit {
            case 0x22, 0x5c: escaped += "\\\(Character(Unicode.Scalar(UInt8(unit))))"
            case 0x20...0x7e: escaped.append(Character(Unicode.Scalar(UInt8(unit))))
            default:
                let digits = String(unit, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return escaped
    }
}
