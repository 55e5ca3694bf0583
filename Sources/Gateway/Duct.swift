internal import Glibc
internal import Linux

/// A pipe of our own between a stored object and the client's pipe: pages of the disk's cache pass through it, and
/// nothing is copied. Objects never change, so what passes is what was read. Source: splice(2).
///
/// Unchecked, because the compiler cannot see the rule: it is handed over as a ``Chunk`` is.
final class Duct: @unchecked Sendable {
    /// Bytes that it holds: few enough jobs of a worker.
    static let capacity = 256 * 1024

    private let pipe: Pipe
    /// How many bytes it was filled with.
    private(set) var count = 0
    private var lent = 0

    /// Makes a pipe; `nil` where there is none of this size to be had.
    init?() {
        guard let pipe = try? Pipe(), (try? pipe.writing.enlargePipe(bytes: Int32(Self.capacity))) != nil
        else { return nil }
        self.pipe = pipe
    }

    /// Where the bytes come out.
    var descriptor: Int32 { pipe.reading.raw }

    /// Whether all that it was filled with is on its way: once that was written, it is empty.
    var isSpent: Bool { lent == count }

    /// Notes that so many more bytes are on their way.
    func lend(_ bytes: Int) { lent += bytes }

    /// Takes bytes from an empty pipe's other side: what `put` moves in there.
    ///
    /// - Throws: what `put` throws.
    func fill<Failure: Error>(_ put: (borrowing Descriptor) throws(Failure) -> Int) throws(Failure) {
        (count, lent) = (0, 0)
        count = try put(pipe.writing)
    }
}

/// The ducts of a session, used by its workers and its loop.
final class DuctPool: Sendable {
    /// How many there are at most: three for each of eight downloads. What a user may hold in pipes is bounded
    /// (`pipe-user-pages-soft`, pipe(7)), and all gates are one user.
    private static let most = 24

    private struct State {
        var free: [Duct] = []
        var count = 0
    }

    private let state = Monitor(State())

    /// A pool without ducts; `nil` where `output` is no pipe, and nothing can go there without a copy.
    init?(to output: Int32) {
        var status = stat()
        guard unsafe fstat(output, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { return nil }
    }

    /// An empty duct; `nil` where there are enough, or no more to be had.
    func take() -> Duct? {
        state.change { state in
            if let duct = state.free.popLast() { return duct }
            guard state.count < Self.most, let duct = Duct() else { return nil }
            state.count += 1
            return duct
        }
    }

    /// Gives one back that nobody uses any more. What still holds bytes is of no use, and once nobody uses any, all of them
    /// go: an idle session holds none.
    func giveBack(_ duct: Duct) {
        state.change { state in
            if duct.isSpent { state.free.append(duct) } else { state.count -= 1 }
            if state.free.count == state.count { state = State() }
        }
    }
}
