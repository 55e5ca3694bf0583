internal import CLinux

/// Both ends of a new pipe.
@frozen public struct Pipe: ~Copyable, Sendable {
    /// Where to read.
    public let reading: Descriptor
    /// Where to write.
    public let writing: Descriptor

    /// Makes a pipe; programs that are started do not get it unless it is given to them.
    ///
    /// - Throws: the `errno` of pipe2(2).
    public init() throws(SystemCallError) {
        var ends: [Int32] = [-1, -1]
        try retrying("pipe2") { unsafe clinux_pipe(&ends) }
        reading = Descriptor(owning: ends[0])
        writing = Descriptor(owning: ends[1])
    }

    /// The end to read from; the other is closed here.
    public consuming func intoReading() -> Descriptor { reading }

    /// The end to write to; the other is closed here.
    public consuming func intoWriting() -> Descriptor { writing }
}

extension Descriptor {
    /// Makes this pipe hold `bytes`, or a little more.
    ///
    /// - Throws: the `errno` of fcntl(2), and nothing changes: `EPERM` where this user has as many pages in pipes as it may,
    ///   `EBADF` where this is no pipe.
    public func enlargePipe(bytes: Int32) throws(SystemCallError) {
        try retrying("fcntl") { clinux_set_pipe_size(raw, bytes) }
    }

    /// Moves bytes of this file, from `offset` on, into a pipe without a copy: as many as there is room for, at most
    /// `count`; 0 at the end of the file. It waits for the disk, and for room where there is none at all.
    ///
    /// - Throws: the `errno` of splice(2).
    public func splice(at offset: Int, into pipe: borrowing Descriptor, count: Int) throws(SystemCallError) -> Int {
        var position = Int64(offset)
        let to = pipe.raw
        return try retrying("splice") { unsafe clinux_splice(raw, &position, to, count, 0) }
    }

    /// Whether reading and writing return `EAGAIN` instead of waiting. Whoever shares the open file sees it too.
    ///
    /// - Throws: the `errno` of fcntl(2).
    public func setNonblocking(_ on: Bool) throws(SystemCallError) {
        try retrying("fcntl") { clinux_set_flag(raw, O_NONBLOCK, on ? 1 : 0) }
    }
}
