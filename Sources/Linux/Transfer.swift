internal import CLinux
internal import Glibc

extension Descriptor {
    /// Reads what is there, at most as much as `buffer` holds; 0 at the end of the file.
    ///
    /// - Throws: the `errno` of read(2); `EAGAIN` where it does not block and nothing is there.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemCallError) -> Int {
        try retrying("read") { unsafe Glibc.read(raw, buffer.baseAddress, buffer.count) }
    }

    /// Reads at `offset` bytes from the start of the file; 0 at its end.
    ///
    /// - Throws: the `errno` of pread(2).
    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(SystemCallError) -> Int {
        try retrying("pread") { unsafe pread(raw, buffer.baseAddress, buffer.count, off_t(offset)) }
    }

    /// Reads the whole file, or throws `EFBIG` where it holds more than `limit` bytes.
    ///
    /// - Throws: the `errno` of read(2), or `EFBIG`.
    public func readAll(limit: Int) throws(SystemCallError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = try readChunk(&chunk)
            if count == 0 { return bytes }
            if bytes.count + count > limit { throw SystemCallError("read", EFBIG) }
            bytes += chunk[..<count]
        }
    }

    private func readChunk(_ chunk: inout [UInt8]) throws(SystemCallError) -> Int {
        try unsafe chunk.withUnsafeMutableBufferPointer { (buffer) throws(SystemCallError) in
            try unsafe read(into: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    /// Whether writes go to the disk past the kernel's cache. Then memory, place and length must be multiples of 4096 bytes,
    /// or the write fails with `EINVAL`. Source: open(2), `O_DIRECT`.
    ///
    /// - Throws: the `errno` of fcntl(2); `EINVAL` where the file system cannot do that.
    public func setDirect(_ on: Bool) throws(SystemCallError) {
        try retrying("fcntl") { clinux_set_flag(raw, clinux_direct, on ? 1 : 0) }
    }

    /// Writes some of `buffer`, and says how much.
    ///
    /// - Throws: the `errno` of write(2); `EAGAIN` where it does not block and there is no room.
    public func write(some buffer: UnsafeRawBufferPointer) throws(SystemCallError) -> Int {
        try retrying("write") { unsafe Glibc.write(raw, buffer.baseAddress, buffer.count) }
    }

    /// Writes all of `buffer`; for files and sockets that block.
    ///
    /// - Throws: the `errno` of write(2).
    public func write(all buffer: UnsafeRawBufferPointer) throws(SystemCallError) {
        var rest = unsafe buffer
        while unsafe !rest.isEmpty {
            let count = try unsafe write(some: rest)
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Writes all of `bytes`; for files and sockets that block.
    ///
    /// - Throws: the `errno` of write(2).
    public func write(all bytes: some Sequence<UInt8>) throws(SystemCallError) {
        try unsafe Array(bytes).withUnsafeBufferPointer { (buffer) throws(SystemCallError) in
            try unsafe write(all: UnsafeRawBufferPointer(buffer))
        }
    }
}
