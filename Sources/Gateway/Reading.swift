internal import LedgerClient
internal import Policy
internal import Restic
internal import Store

/// One download on the workers' side. There is one job of it at a time.
final class Reading: @unchecked Sendable {
    private let session: ServedSession
    private let object: Object
    private let range: ByteRange?
    private var stored: Readable?
    private var rest: Range<UInt64> = 0..<0

    init(_ session: ServedSession, _ object: Object, range: ByteRange?) {
        self.session = session
        self.object = object
        self.range = range
    }

    /// Opens the object and reads the first chunk.
    func begin(_ chunk: Chunk) -> JobResult {
        do throws(StoreError) {
            guard let stored = try session.shelf.open(object) else { return .answer(.absent) }
            let size = stored.size.bytes
            var answer = Answer(status: 200, headers: [("accept-ranges", "bytes")])
            rest = 0..<size
            if let range {
                guard let part = range.resolve(size: size) else {
                    return .answer(Answer(status: 416, headers: [("content-range", "bytes */\(size)")]))
                }
                rest = part
                answer.status = 206
                answer.headers.append(("content-range", "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"))
            }
            answer.headers.append(("content-length", String(rest.count)))
            answer.headers.append(("content-type", "application/octet-stream"))
            if let instead = withinBudget() { return .answer(instead) }
            self.stored = stored
            try fill(chunk)
            return .body(answer, chunk, last: rest.isEmpty)
        } catch {
            return .answer(session.answer(error, .load, object))
        }
    }

    /// Reads the next chunk.
    func next(_ chunk: Chunk) -> JobResult {
        do throws(StoreError) {
            try fill(chunk)
            return .more(chunk, last: rest.isEmpty)
        } catch {
            _ = session.answer(error, .load, object)
            return .broken(.storage)
        }
    }

    private func fill(_ chunk: Chunk) throws(StoreError) {
        guard let stored else { return }
        let count = min(Int(rest.count), Chunk.capacity)
        let start = rest.lowerBound
        try unsafe chunk.fill(count) { (buffer) throws(StoreError) in try unsafe stored.read(into: buffer, at: start) }
        rest = (start + UInt64(count))..<rest.upperBound
    }

    /// What to answer instead where the client's read budget is used up.
    private func withinBudget() -> Answer? {
        guard case .file(.data, _) = object, session.grant.client.readBudget != nil else { return nil }
        do throws(LedgerError) {
            switch try session.ledger().mayRead(ByteCount(bytes: UInt64(rest.count))) {
            case .granted: return nil
            case .refused(let refusal): return .refused(refusal)
            case .held: return .failed(.maintenance)
            }
        } catch {
            return .failed(.ledger(error))
        }
    }
}
