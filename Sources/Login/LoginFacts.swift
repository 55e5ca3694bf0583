internal import Policy

/// What sshd tells the command that it starts about the login. Pure functions: the caller reads environment and files.
///
/// Here is no libssh: the gate needs none to see whether two keys are the same.
public enum LoginFacts {
    /// Bytes of a file with keys at most; a line of the longest key that is accepted has 3000.
    public static let fileLimit = 256 * 1024

    /// From where a login came.
    public enum Source: Hashable, Sendable {
        /// From this address; a link-local one has its zone behind `%`.
        case address(String)
        /// sshd was not on a network socket: it ran as `sshd -i` behind a pipe.
        case unknown
    }

    /// Reads `SSH_CONNECTION`: `client-address client-port server-address server-port`.
    ///
    /// Source: ssh(1), "ENVIRONMENT"; without a network socket sshd writes `UNKNOWN` for an address.
    ///
    /// - Parameter connection: the variable's value.
    /// - Returns: the client's address.
    /// - Throws: ``LoginError/connection`` for anything else.
    public static func source(connection: String) throws(LoginError) -> Source {
        let fields = connection.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 4, isPort(fields[1]), isPort(fields[3]), let client = source(fields[0]),
            source(fields[2]) != nil
        else { throw .connection }
        return client
    }

    /// Reads the file that `SSH_USER_AUTH` names: one line for each method that succeeded.
    ///
    /// Source: sshd_config(5), `ExposeAuthInfo`; OpenSSH's auth2.c writes `METHOD[/SUBMETHOD][ INFORMATION][ TYPE
    /// BASE64]`. Only a line of the method `publickey` names a key of the client; `hostbased` names its host's.
    ///
    /// - Parameter userAuth: all of the file.
    /// - Returns: the keys by which the login succeeded, none where it succeeded by other means.
    /// - Throws: ``LoginError/userAuth``.
    public static func keys(userAuth: [UInt8]) throws(LoginError) -> [LoginKey] {
        // A file without its last end of line was cut.
        guard userAuth.count <= fileLimit, userAuth.isEmpty || userAuth.last == UInt8(ascii: "\n") else {
            throw .userAuth
        }
        var keys: [LoginKey] = []
        for line in userAuth.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self)
            let words = text.split(separator: " ", omittingEmptySubsequences: false)
            guard let method = words.first, isMethod(method) else { throw .userAuth }
            guard method == "publickey" else { continue }
            guard words.count == 3, let key = LoginKey(type: words[1], base64: words[2]) else { throw .userAuth }
            keys.append(key)
        }
        return keys
    }

    /// A zone says on which of our networks a link-local address is. Source: RFC 4007, section 11.
    private static func source(_ field: String) -> Source? {
        if field == "UNKNOWN" { return .unknown }
        let parts = field.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first, Address(address) != nil else { return nil }
        if parts.count == 2 {
            guard address.contains(":"), (1...15).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy(isWord) else {
                return nil
            }
        }
        return .address(field)
    }

    private static func isPort(_ text: String) -> Bool {
        (1...5).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && UInt16(text) != nil
    }

    /// For example `publickey`, `keyboard-interactive/pam`, `gssapi-with-mic`.
    private static func isMethod(_ word: Substring) -> Bool {
        (1...64).contains(word.utf8.count) && word.utf8.allSatisfy { isWord($0) || "/@".utf8.contains($0) }
            && word.utf8.allSatisfy { !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// Why sshd's word about a login was not taken.
public enum LoginError: Error, Hashable, Sendable, CustomStringConvertible {
    /// `SSH_CONNECTION` is not what sshd writes.
    case connection
    /// The file of `SSH_USER_AUTH` is not what sshd writes, or cannot be read.
    case userAuth

    /// What is wrong, lower case, no full stop.
    public var description: String {
        switch self {
        case .connection: "SSH_CONNECTION is not what sshd writes"
        case .userAuth: "the file that SSH_USER_AUTH names is not what sshd writes"
        }
    }
}
