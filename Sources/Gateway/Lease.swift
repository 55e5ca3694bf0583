/// A chunk whose bytes are on their way to the client; when nobody sends from it any more, it goes back to the pool.
final class Lease {
    let chunk: Chunk
    private let pool: ChunkPool

    init(_ chunk: Chunk, from pool: ChunkPool) {
        self.chunk = chunk
        self.pool = pool
    }

    deinit {
        pool.giveBack(chunk)
    }
}
