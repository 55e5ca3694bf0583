internal import Crypto

/// An object to store: bytes, and the name that they have.
struct Blob: Sendable {
    let bytes: [UInt8]
    /// The lower-case hex SHA-256.
    let name: String

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        name = Self.sum(bytes)
    }

    init(_ text: String) { self.init(Array(text.utf8)) }

    /// `count` bytes that no accident makes twice. Source: Knuth's MMIX multiplier for the generator.
    init(_ seed: UInt64, count: Int) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        self.init(
            (0..<count).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            })
    }

    /// Its path on the wire.
    func path(_ kind: String = "data") -> String { "/\(kind)/\(name)" }

    /// Its path on the disk, below the repository.
    func file(_ kind: String = "data") -> String {
        kind == "data" ? "data/\(name.prefix(2))/\(name)" : "\(kind)/\(name)"
    }

    /// The lower-case hex SHA-256 of bytes.
    static func sum(_ bytes: [UInt8]) -> String {
        let digest = SHA256()
        digest?.add(bytes)
        let sum = digest?.finish() ?? []
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: sum.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// Key files as restic writes them.
enum KeyText {
    /// A well-formed one.
    static func good(_ seed: Int = 1) -> Blob { Blob(text(["hostname": "\"host\(seed)\""])) }

    /// One with these members changed; `nil` takes one away.
    static func text(_ changes: [String: String?] = [:]) -> String {
        let salt = String(repeating: "A", count: 86) + "=="
        var members: [(String, String)] = [
            ("created", "\"2026-11-21T05:00:00Z\""), ("username", "\"root\""), ("hostname", "\"web1\""),
            ("kdf", "\"scrypt\""), ("N", "32768"), ("r", "8"), ("p", "5"), ("salt", "\"\(salt)\""),
            ("data", "\"" + String(repeating: "QUJD", count: 50) + "\""),
        ]
        for (name, value) in changes {
            if let index = members.firstIndex(where: { $0.0 == name }) {
                if let value { members[index].1 = value } else { members.remove(at: index) }
            } else if let value {
                members.append((name, value))
            }
        }
        return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }
}
