public import Glibc

/// Bytes on their way to the peer: small ones in one piece of memory that is never allocated again, bodies where they
/// lie, on loan.
@safe final class Outbox {
    private let memory: UnsafeMutableRawBufferPointer
    /// How much of the memory is in use; it is free again when everything was written.
    private var end = 0
    private var pieces: [Piece] = []
    /// The first of them that was not written yet.
    private var first = 0
    /// What is handed out, kept so that no frame costs an allocation.
    private var vectors = unsafe [iovec]()
    /// Bytes that wait.
    private(set) var count = 0

    @safe private struct Piece {
        var source: Loan.Source
        /// Keeps borrowed bytes in place; nil where they are our own, or were written.
        var lender: AnyObject?
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

    /// Calls `body` with the first of what waits, which must be something; it is valid only there.
    func withNext<Result, Failure: Error>(_ body: (Outgoing) throws(Failure) -> Result) throws(Failure) -> Result {
        if case .pipe(let descriptor, let count) = pieces[first].source {
            return try body(.pipe(descriptor, count: count))
        }
        unsafe vectors.removeAll(keepingCapacity: true)
        var next = first
        while next < pieces.count, next - first < Output.pieces, case .memory(let bytes) = pieces[next].source {
            let start = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            unsafe vectors.append(iovec(iov_base: start, iov_len: bytes.count))
            next += 1
        }
        return try unsafe vectors.withUnsafeBufferPointer { (some) throws(Failure) in try unsafe body(.memory(some)) }
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
    func append(_ loan: Loan) {
        switch loan.source {
        case .memory(let bytes): unsafe add(bytes, lender: loan.lender)
        case .pipe(_, let count):
            self.count += count
            pieces.append(Piece(source: loan.source, lender: loan.lender))
        }
    }

    private func add(_ bytes: UnsafeRawBufferPointer, lender: AnyObject?) {
        count += bytes.count
        if let last = pieces.last, last.lender === lender, case .memory(let before) = last.source,
            let start = before.baseAddress, unsafe start + before.count == bytes.baseAddress
        {
            let longer = unsafe UnsafeRawBufferPointer(start: start, count: before.count + bytes.count)
            unsafe pieces[pieces.count - 1].source = .memory(longer)
        } else {
            unsafe pieces.append(Piece(source: .memory(bytes), lender: lender))
        }
    }

    /// Forgets the first `count` bytes, which were written.
    func drop(_ count: Int) {
        self.count -= count
        var rest = count
        while rest > 0 {
            let length = pieces[first].source.count
            guard rest >= length else {
                pieces[first].source.drop(rest)
                break
            }
            rest -= length
            pieces[first].lender = nil
            first += 1
        }
        guard isEmpty else { return }
        pieces.removeAll(keepingCapacity: true)
        (first, end) = (0, 0)
    }
}

/// What is to be written next.
@safe public enum Outgoing {
    /// Pieces for writev(2), which changes nothing.
    case memory(UnsafeBufferPointer<iovec>)
    /// Bytes that lie in a pipe of ours, for splice(2) from this descriptor.
    case pipe(Int32, count: Int)

    /// The pieces in memory; none where a pipe comes first.
    public var pieces: [UnsafeRawBufferPointer] {
        guard case .memory(let vectors) = self else { return unsafe [] }
        return unsafe vectors.map { unsafe UnsafeRawBufferPointer(start: $0.iov_base, count: $0.iov_len) }
    }
}
