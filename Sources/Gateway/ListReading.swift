internal import Policy
internal import Restic
internal import Store

/// One list on the workers' side, a chunk of JSON at a time. There is one job of it at a time; of a long list a thread of
/// its own reads half ahead.
final class ListReading: @unchecked Sendable {
    private let session: ServedSession
    private let kind: FileKind
    private let text: ListText
    /// What the jobs walk through themselves, one after the other.
    private var own: [ShelfListing] = []
    /// What is walked through beside them.
    private var ahead: ListAhead?
    private var isTheirTurn = false
    private var isFirst = true

    init(_ session: ServedSession, _ kind: FileKind, version: ListVersion) {
        self.session = session
        self.kind = kind
        text = ListText(version: version)
    }

    /// Opens the folder and reads the first names.
    func begin(_ chunk: Chunk) -> JobResult {
        if kind == .index, let instead = session.maintenanceFirst() { return instead }
        do throws(StoreError) {
            own = [try session.shelf.list(kind)]
            let (portion, last) = try read(chunk)
            if !last, let half = own.first?.split() { share(half) }
            return .body(
                Answer(status: 200, headers: [("content-type", text.version.rawValue)]), .chunk(portion), last: last)
        } catch {
            return .answer(session.answer(error, .list, nil))
        }
    }

    /// Reads more names.
    func next(_ chunk: Chunk) -> JobResult {
        do throws(StoreError) {
            let (portion, last) = try read(chunk)
            return .more(.chunk(portion), last: last)
        } catch {
            _ = session.answer(error, .list, nil)
            return .broken(.storage)
        }
    }

    /// Has half of the list read ahead, where this is the session's only list that is.
    private func share(_ half: ShelfListing) {
        ahead = ListAhead(half, text, for: session)
        if ahead == nil { own.append(half) }
    }

    /// The next part of the list, in `chunk` or in the one that was filled beside, and whether it is the last.
    private func read(_ chunk: Chunk) throws(StoreError) -> (Chunk, last: Bool) {
        var portion = chunk
        while true {
            if let ahead, isTheirTurn || own.isEmpty {
                let (full, done) = try ahead.take(for: portion)
                portion = full
                if done { self.ahead = nil }
            } else if let listing = own.first, try text.fill(portion, from: listing) {
                own.removeFirst()
            }
            isTheirTurn.toggle()
            let last = own.isEmpty && ahead == nil
            if last || portion.count > 0 {
                close(portion, last: last)
                return (portion, last)
            }
        }
    }

    /// What comes before the first object, and after the last.
    private func close(_ portion: Chunk, last: Bool) {
        if isFirst, portion.count > 0 {
            portion.replaceFirst(by: UInt8(ascii: "["))
            isFirst = false
        }
        if last { portion.append(isFirst ? "[]" : "]") }
    }
}
