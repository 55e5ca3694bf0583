internal import Glibc
internal import Linux
internal import Secrets
internal import Sodium

/// Reads a secret: from the terminal without showing it, or from whatever else the standard input is.
enum SecretInput {
    /// Reads one.
    ///
    /// - Parameters:
    ///   - prompt: what the terminal asks.
    ///   - again: what it asks to have the same once more; `nil`: a typing error shows by itself.
    /// - Returns: the secret, without the end of its last line.
    /// - Throws: ``Complaint``.
    static func read(_ prompt: String, again: String?) throws -> SecretBytes {
        guard isatty(STDIN_FILENO) == 1 else { return try whole(of: .standardInput()) }
        let terminal = try Descriptor.at("/dev/tty", O_RDWR | O_NOCTTY)
        let secret = try HiddenLine.read(prompt, terminal)
        if let again {
            guard try HiddenLine.read(again, terminal).equals(secret) else {
                throw Complaint("the two were not the same", hint: "nothing has changed; try again")
            }
        }
        return secret
    }

    /// Reads to the end, into memory that is wiped later.
    static func whole(of input: borrowing Descriptor) throws -> SecretBytes {
        let room = Vault.longest + 2
        var count = 0
        var failure: SystemCallError?
        let bytes = try unsafe SecretBytes(count: room) { memory in
            while count < room {
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[count...])
                do throws(SystemCallError) {
                    let read = try unsafe input.read(into: rest)
                    if read == 0 { return }
                    count += read
                } catch {
                    failure = error
                    return
                }
            }
        }
        if let failure { throw Complaint("the standard input cannot be read: \(failure)") }
        return try withoutLineEnd(bytes, count)
    }

    /// Source: what restic does with the content of a password file, but for the end of one line only.
    private static func withoutLineEnd(_ bytes: borrowing SecretBytes, _ count: Int) throws -> SecretBytes {
        try unsafe bytes.withBytes { bytes in
            var content = unsafe bytes.prefix(count)
            if unsafe content.last == UInt8(ascii: "\n") {
                unsafe content = unsafe content.dropLast()
                if unsafe content.last == UInt8(ascii: "\r") { unsafe content = unsafe content.dropLast() }
            }
            guard unsafe (1...Vault.longest).contains(content.count) else { throw SecretError.badLength }
            return try unsafe SecretBytes(copying: UnsafeRawBufferPointer(rebasing: content))
        }
    }
}
