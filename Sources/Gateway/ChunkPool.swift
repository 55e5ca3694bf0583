/// Chunks that are not in use, so that a long upload does not ask the kernel for memory again and again.
final class ChunkPool {
    /// How many are kept; more are given back to the system.
    private static let kept = 16
    private var free: [Chunk] = []

    /// An empty chunk.
    func take() -> Chunk {
        free.popLast() ?? Chunk()
    }

    /// Gives one back; nobody holds it any more.
    func giveBack(_ chunk: Chunk) {
        chunk.clear()
        if free.count < Self.kept { free.append(chunk) }
    }

    /// Gives all of them back to the system that nobody uses.
    func drain() { free = [] }
}
