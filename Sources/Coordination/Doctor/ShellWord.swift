/// A word of a command line that is to be pasted into a shell.
enum ShellWord {
    /// The text as one word, whatever is in it. Source: POSIX, "Quoting".
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "="):
                true
            case _: false
            }
        }
        if isPlain, !text.isEmpty { return text }
        return "'" + Escaped.text(text).replacing("'", with: "'\\''") + "'"
    }
}
