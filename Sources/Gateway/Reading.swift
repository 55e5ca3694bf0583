internal import LedgerClient
internal import Policy
internal import Restic
internal import Store

/// One download on the workers' side: small parts are copied, the others pass through ducts. There is one job of it at
/// a time.
final class Reading: @unchecked Sendable {
    private let session: ServedSession
    private let object: Object
    private let range: ByteRange?
    private let ducts: DuctPool?
    /// What was opened at once, though it was too much to be read so.
    private var opened: StoredObject?
    private var stored: Readable?
    private var rest: Range<UInt64> = 0..<0

    /// Bytes from which on two more calls cost less than the copies do.
    private static let worthDuct = 32 * 1024
    /// Bytes that are copied at once: what a client that does not read holds up, twice.
    private static let portion = 256 * 1024

    /// Reads all of it or a range; without `ducts` all is copied, since the client reads from no pipe.
    init(_ session: ServedSession, _ object: Object, range: ByteRange?, ducts: DuctPool?) {
        self.session = session
        self.object = object
        self.range = range
        self.ducts = ducts
    }

    /// Reads all that is asked for, where it is little and in memory: the way to a worker and back would cost more. `nil`
    /// says nothing.
    func atOnce(_ chunk: Chunk) -> JobResult? {
        guard !isCounted, let stored = session.shelf.openAtOnce(object) else { return nil }
        opened = stored
        let answer = answer(stored.size.bytes)
        guard answer.status != 416, rest.count < Self.worthDuct else { return nil }
        let (start, count) = (rest.lowerBound, Int(rest.count))
        guard unsafe chunk.fill(count, { unsafe stored.readAtOnce(into: $0, at: start) }) else {
            chunk.clear()
            return nil
        }
        return .body(answer, .chunk(chunk), last: true)
    }

    /// Opens the object and reads the first chunk.
    func begin(_ chunk: Chunk) -> JobResult {
        do throws(StoreError) {
            let found: Readable? = if let opened { .stored(opened) } else { try session.shelf.open(object) }
            guard let stored = found else { return .answer(.absent) }
            let answer = answer(stored.size.bytes)
            guard answer.status != 416 else { return .answer(answer) }
            if let instead = withinBudget() { return .answer(instead) }
            self.stored = stored
            let portion = try read(chunk)
            return .body(answer, portion, last: rest.isEmpty)
        } catch {
            return .answer(session.answer(error, .load, object))
        }
    }

    /// The head of the answer, and what of an object of `size` bytes is ``rest``.
    private func answer(_ size: UInt64) -> Answer {
        var answer = Answer(status: 200, headers: [("accept-ranges", "bytes")])
        rest = 0..<size
        if let range {
            guard let part = range.resolve(size: size) else {
                return Answer(status: 416, headers: [("content-range", "bytes */\(size)")])
            }
            rest = part
            answer.status = 206
            answer.headers.append(("content-range", "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"))
        }
        answer.headers.append(("content-length", String(rest.count)))
        answer.headers.append(("content-type", "application/octet-stream"))
        return answer
    }

    /// Reads the next chunk.
    func next(_ chunk: Chunk) -> JobResult {
        do throws(StoreError) {
            let portion = try read(chunk)
            return .more(portion, last: rest.isEmpty)
        } catch {
            _ = session.answer(error, .load, object)
            return .broken(.storage)
        }
    }

    /// Reads the next bytes, into `chunk` where there is no duct.
    private func read(_ chunk: Chunk) throws(StoreError) -> Portion {
        let portion: Portion
        if let passing = readThroughDuct() { portion = passing } else { portion = try copy(chunk) }
        rest = (rest.lowerBound + UInt64(portion.count))..<rest.upperBound
        return portion
    }

    private func readThroughDuct() -> Portion? {
        guard case .stored(let object) = stored, rest.count >= Self.worthDuct, let duct = ducts?.take()
        else { return nil }
        let (start, count) = (rest.lowerBound, Int(rest.count))
        do throws(StoreError) {
            try duct.fill { (pipe) throws(StoreError) in try object.splice(into: pipe, at: start, count: count) }
            return .duct(duct)
        } catch {
            ducts?.giveBack(duct)
            // Not every file system can; what else is wrong shows when it is read.
            return nil
        }
    }

    private func copy(_ chunk: Chunk) throws(StoreError) -> Portion {
        guard let stored else { return .chunk(chunk) }
        let (start, count) = (rest.lowerBound, min(Int(rest.count), Self.portion))
        try unsafe chunk.fill(count) { (buffer) throws(StoreError) in try unsafe stored.read(into: buffer, at: start) }
        return .chunk(chunk)
    }

    /// Whether what is read counts against the client's budget.
    private var isCounted: Bool {
        guard case .file(.data, _) = object else { return false }
        return session.grant.client.readBudget != nil
    }

    /// What to answer instead where the client's read budget is used up.
    private func withinBudget() -> Answer? {
        guard isCounted else { return nil }
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
