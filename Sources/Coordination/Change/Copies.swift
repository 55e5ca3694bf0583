internal import Glibc
internal import Linux

/// Every content that a file of the policy has had, in the file `history/copies`: one after the other, each as a line
/// `SUM LENGTH`, the bytes, and an end of line. It is only added to. What a crash cut off is overlooked: a copy counts
/// where its bytes have its sum.
struct Copies {
    /// The file.
    let path: String

    /// Bytes of it that are read at most: some million changes.
    private static let largest = 1 << 30

    /// Adds contents, durably.
    ///
    /// - Throws: ``Complaint``.
    func add(_ contents: [(sum: String, content: [UInt8])]) throws(Complaint) {
        guard !contents.isEmpty else { return }
        // Whatever stands before it, a copy begins on a line of its own.
        var bytes: [UInt8] = [UInt8(ascii: "\n")]
        for (sum, content) in contents {
            bytes.append(contentsOf: "\(sum) \(content.count)\n".utf8)
            bytes.append(contentsOf: content)
            bytes.append(UInt8(ascii: "\n"))
        }
        do throws(SystemCallError) {
            let file = try Descriptor.at(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, mode: 0o600)
            try file.write(all: bytes)
            try file.syncAndClose()
        } catch {
            throw Complaint(error, at: path, hint: "check whether the disk is full")
        }
    }

    /// The content of that sum; `nil` where there is no copy of it.
    ///
    /// - Throws: ``Complaint``.
    func content(_ sum: String) throws(Complaint) -> [UInt8]? {
        let bytes: [UInt8]
        do throws(SystemCallError) {
            bytes = try Descriptor.at(path, O_RDONLY | O_NOFOLLOW).readAll(limit: Self.largest)
        } catch {
            if error.code == ENOENT { return nil }
            throw Complaint(error, at: path)
        }
        var rest = bytes[...]
        while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let head = rest[..<newline]
            rest = rest[(newline + 1)...]
            guard let (name, length) = Self.head(head), length <= rest.count else { continue }
            let content = Array(rest.prefix(length))
            if name == sum {
                if try Register.sum(of: content) == sum { return content }
            } else if rest.dropFirst(length).first == UInt8(ascii: "\n") {
                rest = rest.dropFirst(length + 1)
            }
        }
        return nil
    }

    private static func head(_ line: ArraySlice<UInt8>) -> (sum: String, length: Int)? {
        let words = line.split(separator: UInt8(ascii: " "))
        guard words.count == 2, words[0].count == 64, let length = Int(String(decoding: words[1], as: UTF8.self)),
            length >= 0
        else { return nil }
        return (String(decoding: words[0], as: UTF8.self), length)
    }
}
