internal import Store

/// A piece of a body in memory that the loop and a worker hand to each other.
///
/// Unchecked, because the compiler cannot see the rule: whoever has handed a chunk over does not touch it before it
/// comes back.
@safe final class Chunk: @unchecked Sendable {
    /// Bytes of each: what the disk takes best.
    static let capacity = Upload.piece

    private let memory: UnsafeMutableRawBufferPointer
    /// How many bytes it holds.
    private(set) var count = 0

    init() {
        unsafe memory = .allocate(byteCount: Self.capacity, alignment: 4096)
    }

    deinit {
        unsafe memory.deallocate()
    }

    /// How many more fit.
    var room: Int { Self.capacity - count }

    /// What it holds.
    var bytes: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(rebasing: memory[..<count])
    }

    /// Makes it empty.
    func clear() { count = 0 }

    /// Adds what fits, and says how much that was.
    func append(_ more: UnsafeRawBufferPointer) -> Int {
        let fitting = min(more.count, room)
        let free = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[count..<(count + fitting)])
        unsafe free.copyMemory(from: UnsafeRawBufferPointer(rebasing: more[..<fitting]))
        count += fitting
        return fitting
    }

    /// Puts another byte in place of the first, where there is one.
    func replaceFirst(by byte: UInt8) {
        if count > 0 { unsafe memory[0] = byte }
    }

    /// Adds a number in decimal digits, where all 20 that one may have would fit.
    func append(decimal number: UInt64) {
        guard room >= 20 else { return }
        var rest = number
        var start = count
        repeat {
            unsafe memory[start] = UInt8(ascii: "0") + UInt8(rest % 10)
            (start, rest) = (start + 1, rest / 10)
        } while rest > 0
        unsafe memory[count..<start].reverse()
        count = start
    }

    /// Holds `length` bytes that `body` writes.
    ///
    /// - Returns: what `body` does.
    func fill<Result, Failure: Error>(
        _ length: Int, _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let result = try unsafe body(UnsafeMutableRawBufferPointer(rebasing: memory[..<length]))
        count = length
        return result
    }
}
