internal import HTTP2
internal import LedgerWire
internal import Policy
internal import Restic

/// How a request becomes an exchange: parse, decide, start.
extension Desk: ServerEvents {
    func request(_ head: RequestHead, on stream: StreamID) {
        charge(.request)
        do throws(RequestError) {
            try receive(Request(method: head.method, path: head.path), head, on: stream)
        } catch {
            reject(error, head, on: stream)
        }
    }

    func body(_ bytes: UnsafeRawBufferPointer, on stream: StreamID) {
        guard let exchange = exchange(on: stream) else {
            http?.consume(bytes.count, on: stream)
            return
        }
        unsafe exchange.body(bytes)
    }

    func bodyEnded(on stream: StreamID) { exchange(on: stream)?.bodyEnded() }

    func closed(_ stream: StreamID, error: UInt32) { exchange(on: stream)?.abandon() }

    private func receive(_ request: Request, _ head: RequestHead, on stream: StreamID) {
        switch service {
        case .refused(let refusal): answer(.refused(refusal), on: stream)
        case .failing(let trouble): answer(.failed(trouble), on: stream)
        case .open(let session):
            let length = head.contentLength.map { ByteCount(bytes: UInt64($0)) }
            switch session.grant.decide(request, length: length ?? .zero, configured: session.configured) {
            case .refuse(let refusal): refuse(session, request.action, request.object, refusal, on: stream)
            case .allow: serve(session, request, length, head, on: stream)
            }
        }
    }

    private func serve(
        _ session: ServedSession, _ request: Request, _ length: ByteCount?, _ head: RequestHead, on stream: StreamID
    ) {
        switch request {
        case .createRepository: answer(.done, on: stream)
        case .deleteRepository: answer(.refused(.appendOnly), on: stream)
        case .stat(let object):
            // The way to a worker and back costs ten times as much as what it would do there.
            if let size = session.shelf.sizeAtOnce(of: object) { return answer(.there(size), on: stream) }
            short(on: stream) { session.stat(object) }
        case .remove(let object): short(on: stream) { session.remove(object) }
        case .load(let object):
            counts.loads += 1
            let reading = Reading(session, object, range: head.range.flatMap { ByteRange(header: $0) }, ducts: ducts)
            start(
                BodyExchange(self, stream, atOnce: reading.atOnce, first: reading.begin, next: reading.next), on: stream
            )
        case .list(let kind):
            counts.lists += 1
            charge(.list)
            let reading = ListReading(session, kind, version: ListVersion(accept: head.accept))
            start(BodyExchange(self, stream, first: reading.begin, next: reading.next), on: stream)
        case .save(let object):
            guard let length, length > .zero, !head.endStream else {
                return refuse(session, .save, object, .wrongLength, on: stream)
            }
            start(SaveExchange(self, stream, session, object, length: length), on: stream)
        }
    }

    private func short(on stream: StreamID, _ job: @escaping @Sendable () -> JobResult) {
        start(ShortExchange(self, stream, job), on: stream)
    }

    private func refuse(
        _ session: ServedSession, _ action: Action, _ object: Object?, _ refusal: Refusal, on stream: StreamID,
        asked: String = "", status: Int? = nil, headers: [(String, String)] = []
    ) {
        short(on: stream) {
            var answer = session.refuse(action, object, refusal, asked: asked)
            if let status { (answer.status, answer.headers) = (status, headers) }
            return .answer(answer)
        }
    }

    /// What is no request of restic's touches no storage. All but restic's own probe is written down.
    private func reject(_ error: RequestError, _ head: RequestHead, on stream: StreamID) {
        let (status, headers): (Int, [(String, String)]) =
            switch error {
            case .unknownPath: (404, [])
            case .unknownMethod(let allowed): (405, [("allow", allowed)])
            case .createMissing: (400, [])
            }
        guard case .open(let session) = service, !head.isProbe else {
            return answer(Answer(status: status, headers: headers), on: stream)
        }
        refuse(
            session, .request, nil, .notServed, on: stream, asked: "\(head.method) \(head.path)", status: status,
            headers: headers)
    }
}

extension RequestHead {
    /// `GET /file-N`, by which restic finds out whether anybody is there. Source: restic `internal/backend/rclone`.
    fileprivate var isProbe: Bool {
        method == "GET" && path.hasPrefix("/file-") && path.utf8.count <= 26
            && path.utf8.dropFirst(6).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}

extension Request {
    /// What the trail calls it.
    fileprivate var action: Action {
        switch self {
        case .createRepository: .create
        case .deleteRepository: .deleteRepository
        case .list: .list
        case .stat: .stat
        case .load: .load
        case .save: .save
        case .remove: .remove
        }
    }

    /// The object that it is about, if it is about one.
    fileprivate var object: Object? {
        switch self {
        case .createRepository, .deleteRepository, .list: nil
        case .stat(let object), .load(let object), .save(let object), .remove(let object): object
        }
    }
}
