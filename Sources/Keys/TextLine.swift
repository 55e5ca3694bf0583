/// One line of a text about keys, without its end and the blanks around it.
struct TextLine {
    /// What stands in it.
    let bytes: ArraySlice<UInt8>

    /// Trims `bytes`; a carriage return at the end is the other half of a Windows line end.
    init(_ bytes: ArraySlice<UInt8>) {
        var bytes = bytes
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        while let first = bytes.first, Self.isBlank(first) { bytes.removeFirst() }
        while let last = bytes.last, Self.isBlank(last) { bytes.removeLast() }
        self.bytes = bytes
    }

    /// Whether nothing stands in it.
    var isEmpty: Bool { bytes.isEmpty }

    /// Whether it is a comment.
    var isComment: Bool { bytes.first == UInt8(ascii: "#") }

    /// Whether it holds a byte that belongs in no line of text. A tab does.
    var hasControls: Bool { bytes.contains { $0 < 0x20 && $0 != UInt8(ascii: "\t") || $0 == 0x7f } }

    /// Its text; bytes that are not UTF-8 become U+FFFD.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    /// Whether words end at this character.
    static func isBlank(_ character: Character) -> Bool {
        character == " " || character == "\t"
    }
}
