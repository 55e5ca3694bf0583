/// The form of a key file, checked before one is stored: a malformed one that sorts first makes every command of
/// restic fail, for everybody (`docs/protocol.md`).
///
/// Source: restic `doc/design.rst`, "Keys, Encryption and MAC".
public enum KeyFile {
    /// Whether `bytes` are one flat JSON object with just restic's members, each once, and sane scrypt parameters.
    public static func isWellFormed(_ bytes: some Sequence<UInt8>) -> Bool { Parts(bytes) != nil }

    /// What opens the master key that a key file holds.
    public struct Parts: Sendable {
        /// scrypt's cost.
        public let n: Int
        /// scrypt's block size.
        public let r: Int
        /// How many times scrypt is done.
        public let p: Int
        /// scrypt's salt, in base64.
        public let salt: String
        /// The sealed master key, in base64.
        public let data: String

        /// Reads a well-formed key file; `nil` where it is none.
        public init?(_ bytes: some Sequence<UInt8>) {
            var scanner = FlatObjectScanner(bytes)
            guard let members = scanner.members(), Set(members.keys) == expected else { return nil }
            guard case .text("scrypt") = members["kdf"], case .text(let created) = members["created"],
                InternetTime.isWellFormed(created),
                case .text = members["username"], case .text = members["hostname"],
                case .text(let salt) = members["salt"], case .text(let data) = members["data"],
                case .number(let n) = members["N"], case .number(let r) = members["r"],
                case .number(let p) = members["p"]
            else { return nil }
            guard isSaneCost(n, r, p), base64Length(salt) == 64, (32...4096).contains(base64Length(data) ?? 0) else {
                return nil
            }
            (self.n, self.r, self.p) = (n, r, p)
            (self.salt, self.data) = (salt, data)
        }
    }

    private static let expected: Set<String> = [
        "created", "username", "hostname", "kdf", "N", "r", "p", "salt", "data",
    ]

    /// scrypt takes 128 × N × r bytes of memory and N × r × p steps; restic calibrates for 60 MiB and half a second,
    /// which is 2^21 to 2^22 steps. Every command of everybody pays for each key. Source: RFC 7914, section 2.
    private static func isSaneCost(_ n: Int, _ r: Int, _ p: Int) -> Bool {
        guard (1024...(1 << 22)).contains(n), n & (n - 1) == 0, (1...64).contains(r), (1...256).contains(p) else {
            return false
        }
        return 128 * n * r <= 1 << 27 && n * r * p <= 1 << 24
    }

    /// How many bytes a padded base64 text stands for; `nil` where it is none. Source: RFC 4648, section 4.
    private static func base64Length(_ text: String) -> Int? {
        let body = text.utf8.prefix { $0 != UInt8(ascii: "=") }
        let padding = text.utf8.count - body.count
        guard text.utf8.count % 4 == 0, padding <= 2, text.utf8.suffix(padding).allSatisfy({ $0 == UInt8(ascii: "=") }),
            body.allSatisfy(isBase64Digit)
        else { return nil }
        return text.utf8.count / 4 * 3 - padding
    }

    private static func isBase64Digit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"): true
        default: false
        }
    }
}
