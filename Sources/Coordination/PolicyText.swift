internal import Glibc
internal import Linux

/// Files of the configuration folder as text.
enum PolicyText {
    /// Bytes of the largest file that is read: the generated lines of 10,000 clients take 4 MiB.
    private static let largest = 256 << 20

    /// Puts a file in place: whole or not at all, readable by the gates, writable by root.
    static func write(_ text: String, to path: String, _ accounts: Accounts) throws(Complaint) {
        try write(Array(text.utf8), to: path, accounts)
    }

    /// The same with bytes.
    static func write(_ content: [UInt8], to path: String, _ accounts: Accounts) throws(Complaint) {
        do throws(SystemCallError) {
            try AtomicFile.write(content, to: path, mode: 0o640, group: accounts.policyGroup)
        } catch {
            throw Complaint(error, at: path, hint: "check who may write there, and whether the disk is full")
        }
    }

    /// The whole file; `nil` where there is none.
    static func read(_ path: String) throws(Complaint) -> String? {
        try bytes(path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of the whole file; `nil` where there is none.
    static func bytes(_ path: String) throws(Complaint) -> [UInt8]? {
        do throws(SystemCallError) {
            return try Descriptor.at(path, O_RDONLY).readAll(limit: largest)
        } catch {
            if error.code == ENOENT { return nil }
            throw Complaint(error, at: path)
        }
    }
}
