internal import Crypto

/// What each file of the policy held when `postern` last wrote it or looked at it: the generated file
/// `history/register`. By it a change is found without reading all files, and the policy's hash is known.
struct Register: Sendable {
    /// One file.
    struct Entry: Hashable, Sendable {
        /// Its SHA-256 in hexadecimal digits.
        var sum: String
        var stamp: Stamp
    }

    /// Where the lines for sshd say that `postern-gate` is.
    var gate: String
    /// The files of the policy, by their path in the configuration folder.
    var files = ByPath<Entry>()
    /// The generated files, by their names.
    var generated: [String: Stamp] = [:]
    /// What ``digest()`` gave when the register was written; empty where that is not known.
    var written = ""

    /// A register in which nothing stands.
    init(gate: String) { self.gate = gate }

    /// One number for all that the policy says: what `sha256sum` prints for the files, sorted by path as `LC_ALL=C sort`
    /// does, hashed again.
    ///
    /// - Throws: ``Complaint`` where libcrypto fails.
    func digest() throws(Complaint) -> String {
        var lines: [UInt8] = []
        lines.reserveCapacity(files.rows.count * 100)
        for (path, entry) in files.rows {
            lines.append(contentsOf: entry.sum.utf8)
            lines.append(contentsOf: "  ".utf8)
            lines.append(contentsOf: path.utf8)
            lines.append(UInt8(ascii: "\n"))
        }
        return try Self.sum(of: lines)
    }

    /// The SHA-256 of a content, in hexadecimal digits.
    static func sum(of content: [UInt8]) throws(Complaint) -> String {
        guard let digest = SHA256() else { throw Complaint("libcrypto cannot compute a SHA-256") }
        unsafe content.withUnsafeBytes { unsafe digest.add($0) }
        guard let sum = digest.finish() else { throw Complaint("libcrypto cannot compute a SHA-256") }
        return String(decoding: sum.flatMap { [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
