/// Bytes on their way to the peer, in one piece of memory that is never larger and never allocated again.
@safe final class Outbox {
    private let memory: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0

    /// Room for `capacity` bytes.
    init(capacity: Int) {
        unsafe memory = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit {
        unsafe memory.deallocate()
    }

    var isEmpty: Bool { start == end }

    /// Bytes that wait.
    var count: Int { end - start }

    /// Bytes that fit behind those that wait.
    var room: Int { unsafe memory.count - end }

    /// What waits; valid until the next change.
    var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: memory[start..<end]) }

    /// The next `count` bytes of the room, to be filled before anything else is done.
    func extend(by count: Int) -> UnsafeMutableRawBufferPointer {
        let place = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[end..<end + count])
        end += count
        return unsafe place
    }

    /// Adds a copy of `bytes`, for which there must be room.
    func append(_ bytes: UnsafeRawBufferPointer) {
        unsafe extend(by: bytes.count).copyMemory(from: bytes)
    }

    /// Forgets the first `count` bytes, which were written.
    func drop(_ count: Int) {
        start += count
        if isEmpty {
            start = 0
            end = 0
        }
    }

    /// Moves what waits to the front where that costs little against the room that it wins.
    func compact() {
        guard start > 0, count <= start else { return }
        unsafe memory.copyMemory(from: bytes)
        end = count
        start = 0
    }
}
