/// The lines of a file that may have many, without their ends; empty ones are left out.
struct Lines: IteratorProtocol {
    private let bytes: [UInt8]
    private var start = 0

    /// The lines of `bytes`.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> ArraySlice<UInt8>? {
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
            defer { start = end + 1 }
            if end > start { return bytes[start..<end] }
        }
        return nil
    }
}
