internal import Linux
internal import Store

/// Part of a list that a thread of its own walks through, one chunk ahead of whoever takes them: looking up sizes keeps a
/// processor busy, and a list of a million packs is waited for. A session has one at a time, or a client that asks for many
/// lists would have as many threads.
final class ListAhead {
    /// What the two threads hand to each other.
    private struct Exchange {
        var empty: Chunk?
        var full: (Chunk, done: Bool)?
        var failure: StoreError?
        var isOver = false
    }

    /// The thread's side. Unchecked: the listing is used by that thread alone.
    private final class Walk: @unchecked Sendable {
        let exchange = Monitor(Exchange(empty: Chunk()))
        private let listing: ShelfListing
        private let text: ListText
        private let session: ServedSession

        init(_ listing: ShelfListing, _ text: ListText, _ session: ServedSession) {
            self.listing = listing
            self.text = text
            self.session = session
        }

        func run() {
            while let chunk = exchange.wait(for: { Self.next(&$0) }), advance(chunk) {}
            session.listAhead.release()
        }

        /// The chunk to fill; nothing in it where nobody wants more.
        private static func next(_ exchange: inout Exchange) -> Chunk?? {
            if exchange.isOver { return .some(nil) }
            defer { exchange.empty = nil }
            return exchange.empty.map { .some($0) }
        }

        /// Fills a chunk, and says whether there is more to fill.
        private func advance(_ chunk: Chunk) -> Bool {
            do throws(StoreError) {
                let done = try text.fill(chunk, from: listing)
                exchange.change { $0.full = (chunk, done) }
                return !done
            } catch {
                exchange.change { $0.failure = error }
                return false
            }
        }
    }

    private let walk: Walk

    /// Begins; `nil` where the session has one already, or there is no thread to be had.
    init?(_ listing: ShelfListing, _ text: ListText, for session: ServedSession) {
        guard session.listAhead.claim() else { return nil }
        let walk = Walk(listing, text, session)
        self.walk = walk
        do throws(SystemCallError) {
            try Worker.start { walk.run() }
        } catch {
            session.listAhead.release()
            return nil
        }
    }

    deinit {
        walk.exchange.change { $0.isOver = true }
    }

    /// Waits for the next part.
    ///
    /// - Parameter empty: an empty chunk, for the part after it.
    /// - Returns: the part, and whether it is the last.
    /// - Throws: ``StoreError``.
    func take(for empty: Chunk) throws(StoreError) -> (Chunk, done: Bool) {
        let result = walk.exchange.wait { exchange -> Result<(Chunk, done: Bool), StoreError>? in
            if let failure = exchange.failure { return .failure(failure) }
            guard let full = exchange.full else { return nil }
            exchange.full = nil
            return .success(full)
        }
        let part = try result.get()
        if !part.done { walk.exchange.change { $0.empty = empty } }
        return part
    }
}

/// Something that one of many has at a time.
final class Claim: Sendable {
    private let isTaken = Monitor(false)

    /// Takes it, if nobody has it.
    func claim() -> Bool {
        isTaken.change { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
    }

    /// Gives it back.
    func release() { isTaken.change { $0 = false } }
}
