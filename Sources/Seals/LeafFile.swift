internal import Glibc
internal import Linux
public import Trail

/// The leaf hashes of all sealed rows, 32 bytes each, in the order of the rows. Row `n` is at place `n - 1`.
///
/// With it, a row that was changed can be named even by somebody whose database was rewritten with care. What it holds
/// up to a checkpoint is proven by the checkpoint's root. Used by one thread, and read from its start to its end.
public final class LeafFile {
    /// How it is opened.
    public enum Purpose: Sendable {
        /// It must be there.
        case reading
        /// It is made where it is not there; bytes are only ever added.
        case keeping
    }

    /// How many whole hashes were in it when it was opened.
    public let count: UInt64

    private let path: String
    private let file: Descriptor
    /// Bytes that were in it when it was opened: a write that was cut short may have left a part of a hash.
    private let size: Int
    private var block: ArraySlice<UInt8> = []
    private var blockStart = 0
    private var unwritten: [UInt8] = []

    /// Bytes that are read or written at once.
    private static let blockSize = 64 * 1024

    /// Opens it.
    ///
    /// - Throws: ``SealError``.
    public init(_ path: String, _ purpose: Purpose) throws(SealError) {
        let flags =
            switch purpose {
            case .reading: O_RDONLY | O_NOFOLLOW
            case .keeping: O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW
            }
        self.path = path
        let file = try SealError.system(path) { () throws(SystemCallError) in
            try Descriptor.at(path, flags, mode: 0o644)
        }
        size = try SealError.system(path) { () throws(SystemCallError) in try file.status().size }
        self.file = file
        count = UInt64(size / TreeHash.length)
    }

    /// The hash at a place, or `nil` behind the last; quick where places are asked for in their order.
    ///
    /// - Throws: ``SealError``.
    public func leaf(_ place: UInt64) throws(SealError) -> TreeHash? {
        guard place < count else { return nil }
        let start = Int(place) * TreeHash.length
        if !(blockStart..<blockStart + block.count).contains(start) { try load(start) }
        let offset = block.startIndex + start - blockStart
        return TreeHash(block[offset..<min(offset + TreeHash.length, block.endIndex)])
    }

    /// Keeps a hash: compares it with what is there, or adds it at the end, to be written by ``flush()``.
    ///
    /// - Returns: `false` where something else is kept at this place.
    /// - Throws: ``SealError``.
    public func keep(_ leaf: TreeHash, _ place: UInt64) throws(SealError) -> Bool {
        if let there = try self.leaf(place) { return there == leaf }
        let start = Int(place) * TreeHash.length
        let part = try bytes(from: start, to: size)
        guard leaf.bytes.starts(with: part) else { return false }
        unwritten += leaf.bytes.dropFirst(part.count)
        if unwritten.count >= Self.blockSize { try write() }
        return true
    }

    /// Puts all that was added on the disk.
    ///
    /// - Throws: ``SealError``.
    public func flush() throws(SealError) {
        try write()
        try SealError.system(path) { () throws(SystemCallError) in try file.sync() }
    }

    private func write() throws(SealError) {
        try SealError.system(path) { () throws(SystemCallError) in try file.write(all: unwritten) }
        unwritten = []
    }

    private func load(_ start: Int) throws(SealError) {
        block = try bytes(from: start, to: min(start + Self.blockSize, size))[...]
        blockStart = start
    }

    private func bytes(from start: Int, to end: Int) throws(SealError) -> [UInt8] {
        guard start < end else { return [] }
        var bytes = [UInt8](repeating: 0, count: end - start)
        var filled = 0
        while filled < bytes.count {
            let count = try SealError.system(path) { () throws(SystemCallError) in
                try unsafe bytes.withUnsafeMutableBufferPointer { (buffer) throws(SystemCallError) in
                    let rest = unsafe UnsafeMutableBufferPointer(rebasing: buffer[filled...])
                    return try unsafe file.read(into: UnsafeMutableRawBufferPointer(rest), at: start + filled)
                }
            }
            // It became shorter while it was read.
            if count == 0 { throw .system(SystemCallError("pread", EIO), path) }
            filled += count
        }
        return bytes
    }
}
