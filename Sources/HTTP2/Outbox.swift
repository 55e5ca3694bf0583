/// Bytes on their way to the peer: small ones in one piece of memory that is never allocated again, bodies where they
/// lie, on loan.
@safe final class Outbox {
    private let memory: UnsafeMutableRawBufferPointer
    /// How much of the memory is in use; it is free again when everything was written.
    private var end = 0
    private var pieces: [Piece] = []
    /// Bytes that wait.
    private(set) var count = 0

    @safe private struct Piece {
        var bytes: UnsafeRawBufferPointer
        /// Keeps borrowed bytes in place; nil where they are our own.
        let lender: AnyObject?
    }

    /// Room for `capacity` bytes of our own.
    init(capacity: Int) {
        unsafe memory = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit {
        unsafe memory.deallocate()
    }

    var isEmpty: Bool { count == 0 }

    /// Bytes that fit into our own memory.
    var room: Int { unsafe memory.count - end }

    /// Calls `body` with the first pieces of what waits, at most ``Output/pieces``; they are valid only there.
    func withPieces<Result, Failure: Error>(
        _ body: ([UnsafeRawBufferPointer]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let some = unsafe pieces.prefix(Output.pieces).map { unsafe $0.bytes }
        return try unsafe body(some)
    }

    /// The next `count` bytes of the room, to be filled before anything else is done.
    func extend(by count: Int) -> UnsafeMutableRawBufferPointer {
        let place = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[end..<end + count])
        end += count
        unsafe add(UnsafeRawBufferPointer(place), lender: nil)
        return unsafe place
    }

    /// Adds a copy of `bytes`, for which there must be room.
    func append(_ bytes: UnsafeRawBufferPointer) {
        unsafe extend(by: bytes.count).copyMemory(from: bytes)
    }

    /// Adds bytes that stay where they are as long as their lender is held.
    func append(_ loan: Loan) { unsafe add(loan.bytes, lender: loan.lender) }

    private func add(_ bytes: UnsafeRawBufferPointer, lender: AnyObject?) {
        count += bytes.count
        if let last = pieces.last, last.lender === lender,
            let start = unsafe last.bytes.baseAddress, unsafe start + last.bytes.count == bytes.baseAddress
        {
            let longer = unsafe UnsafeRawBufferPointer(start: start, count: last.bytes.count + bytes.count)
            unsafe pieces[pieces.count - 1].bytes = longer
        } else {
            unsafe pieces.append(Piece(bytes: bytes, lender: lender))
        }
    }

    /// Forgets the first `count` bytes, which were written.
    func drop(_ count: Int) {
        self.count -= count
        var rest = count
        var written = 0
        while rest > 0, written < pieces.count {
            let length = unsafe pieces[written].bytes.count
            guard rest >= length else {
                unsafe pieces[written].bytes = UnsafeRawBufferPointer(rebasing: pieces[written].bytes[rest...])
                break
            }
            rest -= length
            written += 1
        }
        pieces.removeFirst(written)
        if isEmpty { end = 0 }
    }
}
