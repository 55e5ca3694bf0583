internal import HTTP2

/// A portion whose bytes are on their way to the client; when nobody sends from it any more, it goes back to its pool.
final class Lease {
    private let portion: Portion
    private let chunks: ChunkPool
    private let ducts: DuctPool?
    private var sent = 0

    /// It may outlive the desk, which the output of a broken session does.
    init(_ portion: Portion, from chunks: ChunkPool, _ ducts: DuctPool?) {
        self.portion = portion
        self.chunks = chunks
        self.ducts = ducts
    }

    deinit {
        switch portion {
        case .chunk(let chunk): chunks.giveBack(chunk)
        case .duct(let duct): ducts?.giveBack(duct)
        }
    }

    /// Bytes that were not lent yet.
    var rest: Int { portion.count - sent }

    /// Lends the next `count` bytes.
    func lend(_ count: Int) -> Loan {
        defer { sent += count }
        switch portion {
        case .chunk(let chunk):
            return unsafe Loan(UnsafeRawBufferPointer(rebasing: chunk.bytes[sent..<(sent + count)]), by: self)
        case .duct(let duct):
            duct.lend(count)
            return Loan(pipe: duct.descriptor, count: count, by: self)
        }
    }
}
