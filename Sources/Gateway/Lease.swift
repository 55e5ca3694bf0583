internal import HTTP2

/// A portion whose bytes are on their way to the client; when nobody sends from it any more, it goes back to its pool.
final class Lease {
    let portion: Portion
    private unowned let desk: Desk
    private var sent = 0

    init(_ portion: Portion, from desk: Desk) {
        self.portion = portion
        self.desk = desk
    }

    deinit {
        desk.giveBack(portion)
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
