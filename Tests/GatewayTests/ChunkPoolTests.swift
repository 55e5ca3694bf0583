import Testing

@testable import Gateway

/// Memory of bodies between uses.
@Suite("Chunks")
struct ChunkPoolTests {
    @Test("A chunk that came back is used again, and is let go once the session is drained")
    func drains() {
        let pool = ChunkPool()
        weak var first: Chunk?
        do {
            let chunk = pool.take()
            first = chunk
            pool.giveBack(chunk)
        }
        #expect(first != nil)
        do {
            let again = pool.take()
            #expect(again === first)
            pool.drain()
            pool.giveBack(again)
        }
        #expect(first != nil)
        pool.drain()
        #expect(first == nil)
    }
}
