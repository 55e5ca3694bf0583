/// What sshd tells the command that it starts about the login. Pure functions: the caller reads environment and files.
public enum LoginFacts {
    /// From where a login came.
    public enum Source: Hashable, Sendable, CustomStringConvertible {
        /// From this address, in its usual form; a link-local one with its zone behind `%`.
        case address(String)
        /// sshd was not on a network socket: it ran as `sshd -i` behind a pipe.
        case unknown

        /// The address, or `unknown`.
        public var description: String {
            switch self {
            case .address(let text): text
            case .unknown: "unknown"
            }
        }
    }

    /// Reads `SSH_CONNECTION`: `client-address client-port server-address server-port`.
    ///
    /// Source: ssh(1), "ENVIRONMENT"; without a network socket sshd writes `UNKNOWN` for an address.
    ///
    /// - Parameter connection: the variable's value.
    /// - Returns: the client's address.
    /// - Throws: ``KeyError/badConnection(_:)`` for anything else.
    public static func source(connection: String) throws(KeyError) -> Source {
        let shown = PrintableText.of(connection, limit: Limits.quotedLength)
        let fields = connection.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 4, isPort(fields[1]), isPort(fields[3]) else { throw .badConnection(shown) }
        guard let client = source(fields[0]), source(fields[2]) != nil else { throw .badConnection(shown) }
        return client
    }

    /// Reads the file that `SSH_USER_AUTH` names: one line for each method that succeeded.
    ///
    /// Source: sshd_config(5), `ExposeAuthInfo`; OpenSSH's auth2.c writes `METHOD[/SUBMETHOD][ INFORMATION][ TYPE
    /// BASE64]`. Only a line of the method `publickey` names a key of the client; `hostbased` names its host's.
    ///
    /// - Parameter userAuth: all of the file, at most 64 KiB.
    /// - Returns: the keys by which the login succeeded, none where it succeeded by other means.
    /// - Throws: ``KeyError/badUserAuth``, or why a key in it is not accepted.
    public static func keys(userAuth: [UInt8]) throws(KeyError) -> [PublicKey] {
        guard userAuth.count <= Limits.textBytes else { throw .tooLong(limit: Limits.textBytes) }
        // A file without its last end of line was cut.
        guard userAuth.isEmpty || userAuth.last == UInt8(ascii: "\n") else { throw .badUserAuth }
        var keys: [PublicKey] = []
        for bytes in userAuth.split(separator: UInt8(ascii: "\n")) {
            let words = bytes.split(separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
            guard let method = words.first, isMethod(method) else { throw .badUserAuth }
            guard method.elementsEqual("publickey".utf8) else { continue }
            let key = words.count == 2 ? TextLine(words[1]) : TextLine([])
            guard !key.isEmpty else { throw .badUserAuth }
            keys.append(try PublicKey(key))
        }
        return keys
    }

    private static func source(_ field: String) -> Source? {
        if field == "UNKNOWN" { return .unknown }
        return NetworkAddress(field).map { .address($0.text) }
    }

    private static func isPort(_ text: String) -> Bool {
        (1...5).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && UInt16(text) != nil
    }

    /// For example `publickey`, `keyboard-interactive/pam`, `gssapi-with-mic`.
    private static func isMethod(_ word: ArraySlice<UInt8>) -> Bool {
        (1...64).contains(word.count)
            && word.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
