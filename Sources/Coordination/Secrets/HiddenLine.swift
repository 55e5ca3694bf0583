internal import Glibc
internal import Linux
internal import Secrets
internal import Sodium

/// One line from a terminal that does not show it. Source: termios(3).
enum HiddenLine {
    /// What a key sends.
    private enum Key {
        static let interrupt: UInt8 = 3
        static let endOfFile: UInt8 = 4
        static let backspace: UInt8 = 8
        static let lineFeed: UInt8 = 10
        static let enter: UInt8 = 13
        static let eraseAll: UInt8 = 21
        static let delete: UInt8 = 127
    }

    /// Asks and reads. Ctrl-C and Ctrl-D give up.
    ///
    /// The terminal is as it was afterwards, also where the person gives up: so the keys come to us and not as signals.
    ///
    /// - Throws: ``Complaint``.
    static func read(_ prompt: String, _ terminal: borrowing Descriptor) throws -> SecretBytes {
        var before = termios()
        guard unsafe tcgetattr(terminal.raw, &before) == 0 else {
            throw Complaint("the terminal cannot be asked: \(SystemCallError("tcgetattr", errno))")
        }
        var hidden = before
        hidden.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard unsafe tcsetattr(terminal.raw, TCSAFLUSH, &hidden) == 0 else {
            throw Complaint("the terminal cannot be silenced: \(SystemCallError("tcsetattr", errno))")
        }
        defer { _ = unsafe tcsetattr(terminal.raw, TCSAFLUSH, &before) }
        try terminal.write(all: prompt.utf8)
        defer { try? terminal.write(all: "\n".utf8) }
        var count: Int? = 0
        let line = try unsafe SecretBytes(count: Vault.longest) { unsafe count = fill($0, from: terminal) }
        guard let count else { throw Complaint("given up; nothing has changed") }
        guard count > 0 else { throw SecretError.badLength }
        return try unsafe line.withBytes {
            try unsafe SecretBytes(copying: UnsafeRawBufferPointer(rebasing: $0.prefix(count)))
        }
    }

    /// How many bytes were typed; `nil` where the person gave up.
    private static func fill(_ memory: UnsafeMutableRawBufferPointer, from terminal: borrowing Descriptor) -> Int? {
        var count = 0
        while count < memory.count {
            let next = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[count...count])
            guard unsafe (try? terminal.read(into: next)) == 1 else { return nil }
            switch unsafe memory[count] {
            case Key.enter, Key.lineFeed: return count
            case Key.interrupt, Key.endOfFile: return nil
            case Key.backspace, Key.delete: unsafe count = shortened(memory, count)
            case Key.eraseAll: count = 0
            case _: count += 1
            }
        }
        return count
    }

    /// Takes a whole character of UTF-8 away.
    private static func shortened(_ memory: UnsafeMutableRawBufferPointer, _ count: Int) -> Int {
        var count = count
        while count > 0 {
            count -= 1
            if unsafe memory[count] & 0xC0 != 0x80 { break }
        }
        return count
    }
}
