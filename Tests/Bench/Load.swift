internal import HTTP2
internal import Peer

/// What a client asks of a session, several requests at a time.
struct Load {
    let peer: Peer

    /// Asks all requests, at most `width` at a time, and makes sure of each answer.
    ///
    /// - Parameters:
    ///   - count: how many.
    ///   - width: how many at a time.
    ///   - start: starts the one of this number.
    ///   - check: looks at its answer.
    /// - Throws: what `start` or `check` throws, or that no answer came.
    func ask(
        _ count: Int, width: Int, start: (Int) throws(PeerError) -> Exchange,
        check: (Int, Exchange) throws -> Void
    ) throws {
        var open: [(number: Int, exchange: Exchange)] = []
        var next = 0
        while next < count || !open.isEmpty {
            while next < count, open.count < width {
                open.append((next, try start(next)))
                next += 1
            }
            try peer.wait(for: "an answer") { open.contains { $0.exchange.isOver } }
            for one in open where one.exchange.isOver { try check(one.number, one.exchange) }
            open.removeAll { $0.exchange.isOver }
        }
    }

    /// Stores packs, 8 at a time as restic's load is.
    func store(_ packs: [Pack], width: Int = 8) throws {
        try ask(
            packs.count, width: width,
            start: { (number) throws(PeerError) in
                try peer.start(
                    "POST", packs[number].path, headers: [("content-length", String(Pack.size))],
                    source: packs[number].body())
            },
            check: { try expect(200, $1, "POST", packs[$0].path) })
    }

    /// Reads packs, whole or in ranges of `piece` bytes, 8 at a time.
    func read(_ packs: [Pack], piece: Int = Pack.size, width: Int = 8) throws {
        let pieces = Pack.size / piece
        try ask(
            packs.count * pieces, width: width,
            start: { (number) throws(PeerError) in
                let first = number % pieces * piece
                let range = [("range", "bytes=\(first)-\(first + piece - 1)")]
                return try peer.start(
                    "GET", packs[number / pieces].path, headers: pieces == 1 ? [] : range, sink: { _ in })
            },
            check: { number, exchange in
                try expect(pieces == 1 ? 200 : 206, exchange, "GET", packs[number / pieces].path)
                guard exchange.bodyCount == piece else { throw Trouble("\(exchange.bodyCount) bytes came") }
            })
    }

    /// Asks the same small thing so many times, 5 at a time as restic's connections are.
    func repeated(_ method: String, _ path: String, count: Int) throws {
        try ask(
            count, width: 5, start: { (_) throws(PeerError) in try peer.start(method, path, sink: { _ in }) },
            check: { try expect(200, $1, method, path) })
    }

    private func expect(_ status: Int, _ exchange: Exchange, _ method: String, _ path: String) throws {
        guard exchange.status == status, exchange.answerEnded else {
            let got = exchange.status.map { String($0) } ?? "no answer"
            throw Trouble("\(method) \(path): \(got) \(peer.standardError.suffix(300))")
        }
    }

    /// Hangs up, and waits for the end.
    ///
    /// - Returns: the server's seconds of the processors.
    func end() throws -> Double {
        peer.closeInput()
        let status = try peer.wait()
        guard status == .exited(0), let time = peer.processorTime else {
            throw Trouble("the server ended with \(status): \(peer.standardError.suffix(300))")
        }
        return time.inSeconds
    }
}
