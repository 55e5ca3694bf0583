internal import Glibc
internal import Linux

/// Finds one key in the generated file by halving it: a few small reads, however many keys there are.
struct KeyRollSearch: ~Copyable {
    /// Bytes of one read; a key's two lines have 400, and 32 KiB at most.
    private static let chunk = 4096
    private static let longest = 40 * 1024

    private let file: Descriptor
    private let size: Int

    /// Opens the generated file at `path`.
    ///
    /// - Throws: why it cannot be read.
    init(_ path: String) throws(SystemCallError) {
        let file = try Descriptor.at(path, O_RDONLY)
        size = try file.status().size
        self.file = file
    }

    /// sshd's line for a key, and whose it is; `nil`: nobody has it.
    ///
    /// - Parameter fingerprint: `SHA256:…`
    /// - Returns: both.
    /// - Throws: what reading throws.
    func find(_ fingerprint: String) throws(SystemCallError) -> (client: String, line: String)? {
        var (low, high) = (0, size)
        while low < high {
            let middle = (low + high) / 2
            guard let block = try block(from: middle, before: high) else {
                high = middle
                continue
            }
            if block.fingerprint == fingerprint { return (block.client, block.line) }
            if block.fingerprint < fingerprint { low = block.start + 1 } else { high = middle }
        }
        return nil
    }

    /// The first key whose lines begin at an offset or behind it.
    private func block(
        from offset: Int, before end: Int
    ) throws(SystemCallError) -> (start: Int, fingerprint: String, client: String, line: String)? {
        let mark = Array(KeyRoll.mark.utf8)
        // The byte before tells whether a line begins here.
        let first = max(offset - 1, 0)
        var bytes: [UInt8] = []
        while bytes.count < Self.longest * 2 {
            let more = try read(at: first + bytes.count)
            bytes += more
            if let found = Self.start(of: mark, in: bytes, isWholeFile: offset == 0) {
                guard first + found < end else { return nil }
                let lines = bytes[found...].split(
                    separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
                if lines.count == 3 || more.isEmpty {
                    let words = lines[0].split(separator: UInt8(ascii: " "))
                    guard words.count == 3, lines.count > 1 else { throw SystemCallError("read", EILSEQ) }
                    return (
                        first + found, String(decoding: words[1], as: UTF8.self),
                        String(decoding: words[2], as: UTF8.self), String(decoding: lines[1], as: UTF8.self)
                    )
                }
            } else if first + bytes.count >= end {
                return nil
            }
            if more.isEmpty { return nil }
        }
        throw SystemCallError("read", EILSEQ)
    }

    private static func start(of mark: [UInt8], in bytes: [UInt8], isWholeFile: Bool) -> Int? {
        if isWholeFile, bytes.starts(with: mark) { return 0 }
        var index = 0
        while let newline = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) {
            if bytes[(newline + 1)...].starts(with: mark) { return newline + 1 }
            index = newline + 1
        }
        return nil
    }

    private func read(at offset: Int) throws(SystemCallError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.chunk)
        let count = try unsafe bytes.withUnsafeMutableBufferPointer { (buffer) throws(SystemCallError) in
            try unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
        }
        return Array(bytes[..<count])
    }
}
