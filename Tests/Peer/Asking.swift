public import HTTP2

extension Peer {
    /// What a request says about the length of its body.
    public enum Length: Hashable, Sendable {
        /// The truth, where there is a body.
        case right
        /// Nothing.
        case missing
        /// This, whatever the body's length is.
        case claimed(Int)
    }

    /// Asks, and waits for the whole answer.
    ///
    /// - Parameters:
    ///   - method: for example `GET`.
    ///   - path: with the query.
    ///   - headers: further fields, names in lower case.
    ///   - body: all of the request's body.
    ///   - length: what the request says about it.
    /// - Returns: the answer.
    /// - Throws: where none came.
    public func ask(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8]? = nil,
        length: Length = .right
    ) throws(PeerError) -> Answer {
        try finish(start(method, path, headers: headers, body: body, length: length))
    }

    /// Starts to ask; several requests may be under way. Nothing moves until something waits.
    ///
    /// - Parameters:
    ///   - method: for example `GET`.
    ///   - path: with the query.
    ///   - headers: further fields, names in lower case.
    ///   - body: all of the request's body.
    ///   - length: what the request says about it.
    ///   - sink: who takes the answer's body; without it, the answer has it.
    /// - Returns: for ``finish(_:)``.
    /// - Throws: where the request is not possible.
    public func start(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8]? = nil,
        length: Length = .right, sink: ((RawSpan) -> Void)? = nil
    ) throws(PeerError) -> Exchange {
        let says: [(String, String)] =
            switch length {
            case .right: body.map { [("content-length", String($0.count))] } ?? []
            case .missing: []
            case .claimed(let count): [("content-length", String(count))]
            }
        return try begin(method, path, headers + says, body.map { FixedBody($0) }, sink)
    }

    /// Starts a POST whose body is made piece by piece while it is sent.
    ///
    /// - Parameters:
    ///   - path: with the query.
    ///   - length: the `content-length`, true or not; nil leaves it out.
    ///   - headers: further fields, names in lower case.
    ///   - piece: makes the next piece; nil is the end.
    /// - Returns: for ``finish(_:)``.
    /// - Throws: where the request is not possible.
    public func upload(
        _ path: String, length: Int?, headers: [(String, String)] = [], piece: @escaping () -> [UInt8]?
    ) throws(PeerError) -> Exchange {
        let says = length.map { [("content-length", String($0))] } ?? []
        return try begin("POST", path, headers + says, GeneratedBody(piece), nil)
    }

    /// Starts a request whose body comes from `source`; after it said `later`, the session wants to be told to resume.
    ///
    /// - Parameters:
    ///   - method: for example `POST`.
    ///   - path: with the query.
    ///   - headers: further fields, `content-length` too.
    ///   - source: the request's body.
    /// - Returns: for ``finish(_:)``.
    /// - Throws: where the request is not possible.
    public func start(
        _ method: String, _ path: String, headers: [(String, String)] = [], source: any BodySource
    ) throws(PeerError) -> Exchange {
        try begin(method, path, headers, source, nil)
    }

    /// Waits until a request is over.
    ///
    /// - Parameter exchange: what one of the others started.
    /// - Returns: the answer.
    /// - Throws: where none came, or not all of it.
    public func finish(_ exchange: Exchange) throws(PeerError) -> Answer {
        try wait(for: "the answer on \(exchange.stream)") { exchange.isOver }
        guard exchange.answerEnded, let status = exchange.status else {
            throw session.failure.map { .connection($0) } ?? .reset(code: exchange.end ?? 0)
        }
        return Answer(status: status, headers: exchange.headers, body: exchange.body)
    }

    /// Breaks a request off, and sees to it that the program is told.
    ///
    /// - Parameters:
    ///   - exchange: what one of the others started.
    ///   - code: of RFC 9113, 7; CANCEL where nothing else is said.
    /// - Throws: where the program does not read any more.
    public func cancel(_ exchange: Exchange, code: UInt32 = 8) throws(PeerError) {
        session.reset(exchange.stream, code: code)
        try wait(for: "the program to read") { input == nil || !session.wantsWrite }
    }

    private func begin(
        _ method: String, _ path: String, _ headers: [(String, String)], _ source: (any BodySource)?,
        _ sink: ((RawSpan) -> Void)?
    ) throws(PeerError) -> Exchange {
        do throws(HTTP2Error) {
            return try session.request(method, path, headers: headers, body: source, sink: sink)
        } catch {
            throw .connection(error)
        }
    }
}
