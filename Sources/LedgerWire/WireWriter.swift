internal import Restic

/// Puts fields into a frame, one after the other.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

    /// Any whole number: eight bytes, the highest first; what is below zero becomes zero.
    mutating func number(_ value: some BinaryInteger) {
        let value = UInt64(clamping: value)
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// Four bytes, the highest first.
    mutating func id(_ value: UInt32) {
        for shift in stride(from: UInt32(24), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    mutating func amount(_ value: ByteCount) { number(value.bytes) }

    /// Two bytes of length, then UTF-8; what is longer than `limit` is cut between two characters of Unicode.
    mutating func text(_ value: String, limit: Int) {
        let cut = value.clipped(to: limit).utf8
        bytes.append(UInt8(truncatingIfNeeded: cut.count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: cut.count))
        bytes.append(contentsOf: cut)
    }

    mutating func optional<Value>(_ value: Value?, _ write: (inout WireWriter, Value) -> Void) {
        flag(value != nil)
        if let value { write(&self, value) }
    }

    mutating func object(_ value: Object) { text(value.description, limit: WireLimits.text) }

    /// The whole frame of a message: its length, its kind, its number and its fields.
    static func frame(kind: UInt8, id: UInt32, _ fields: (inout WireWriter) -> Void) -> [UInt8] {
        var body = WireWriter()
        body.byte(kind)
        body.id(id)
        fields(&body)
        var frame = WireWriter()
        frame.bytes.reserveCapacity(body.bytes.count + 4)
        frame.id(UInt32(body.bytes.count))
        return frame.bytes + body.bytes
    }
}

extension String {
    /// The longest beginning that has at most `limit` bytes of UTF-8 and ends between two scalars.
    public func clipped(to limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
