internal import Restic

/// Takes fields out of a frame, one after the other; it accepts exactly what ``WireWriter`` writes.
struct WireReader {
    private let bytes: [UInt8]
    private var next = 0

    /// Reads from what follows a frame's length.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func byte() throws(WireError) -> UInt8 {
        guard next < bytes.count else { throw .truncated }
        defer { next += 1 }
        return bytes[next]
    }

    mutating func flag(_ name: String) throws(WireError) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw .badField(name)
        }
    }

    mutating func number() throws(WireError) -> UInt64 {
        var value: UInt64 = 0
        for _ in 0..<8 { value = value << 8 | UInt64(try byte()) }
        return value
    }

    mutating func id() throws(WireError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 { value = value << 8 | UInt32(try byte()) }
        return value
    }

    mutating func int(_ name: String) throws(WireError) -> Int {
        guard let value = Int(exactly: try number()) else { throw .badField(name) }
        return value
    }

    mutating func amount() throws(WireError) -> ByteCount { ByteCount(bytes: try number()) }

    mutating func text(_ name: String, limit: Int) throws(WireError) -> String {
        let count = Int(try byte()) << 8 | Int(try byte())
        guard count <= limit else { throw .badField(name) }
        guard bytes.count - next >= count else { throw .truncated }
        guard let text = String(validating: bytes[next..<next + count], as: UTF8.self) else { throw .badField(name) }
        next += count
        return text
    }

    mutating func optional<Value>(
        _ name: String, _ read: (inout WireReader) throws(WireError) -> Value
    ) throws(WireError) -> Value? {
        try flag(name) ? try read(&self) : nil
    }

    /// A value of an enumeration by its raw value.
    mutating func word<Word: RawRepresentable>(_ name: String) throws(WireError) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try text(name, limit: WireLimits.name)) else { throw .badField(name) }
        return word
    }

    mutating func object() throws(WireError) -> Object {
        guard let object = Object(try text("object", limit: WireLimits.text)) else { throw .badField("object") }
        return object
    }

    /// Makes sure that nothing is left.
    func end() throws(WireError) {
        guard next == bytes.count else { throw .trailing }
    }
}
