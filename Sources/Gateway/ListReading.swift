internal import Policy
internal import Restic
internal import Store

/// One list on the workers' side, a chunk of JSON at a time. There is one job of it at a time.
///
/// Source: restic `doc/REST_backend.rst`.
final class ListReading: @unchecked Sendable {
    /// Bytes of JSON after which a chunk is handed on; what one more batch of names takes must still fit.
    private static let enough = 128 * 1024

    private let session: ServedSession
    private let kind: FileKind
    private let version: ListVersion
    private var listing: ShelfListing?
    private var isFirst = true

    init(_ session: ServedSession, _ kind: FileKind, version: ListVersion) {
        self.session = session
        self.kind = kind
        self.version = version
    }

    /// Opens the folder and reads the first names.
    func begin(_ chunk: Chunk) -> JobResult {
        if kind == .index, let instead = session.maintenanceFirst() { return instead }
        do throws(StoreError) {
            listing = try session.shelf.list(kind)
            append("[", to: chunk)
            let last = try fill(chunk)
            return .body(Answer(status: 200, headers: [("content-type", version.rawValue)]), .chunk(chunk), last: last)
        } catch {
            return .answer(session.answer(error, .list, nil))
        }
    }

    /// Reads more names.
    func next(_ chunk: Chunk) -> JobResult {
        do throws(StoreError) {
            return .more(.chunk(chunk), last: try fill(chunk))
        } catch {
            _ = session.answer(error, .list, nil)
            return .broken(.storage)
        }
    }

    private func fill(_ chunk: Chunk) throws(StoreError) -> Bool {
        while chunk.count < Self.enough {
            let more = try unsafe listing?.nextBytes { (name, size) in unsafe append(name, size, to: chunk) } ?? false
            if !more {
                append("]", to: chunk)
                return true
            }
        }
        return false
    }

    /// Adds one object. Of a name only hex digits come here, so that nothing needs to be escaped.
    private func append(_ name: UnsafeRawBufferPointer, _ size: ByteCount, to chunk: Chunk) {
        if !isFirst { append(",", to: chunk) }
        isFirst = false
        switch version {
        case .v1:
            append("\"", to: chunk)
            _ = unsafe chunk.append(name)
            append("\"", to: chunk)
        case .v2:
            append("{\"name\":\"", to: chunk)
            _ = unsafe chunk.append(name)
            append("\",\"size\":", to: chunk)
            chunk.append(decimal: size.bytes)
            append("}", to: chunk)
        }
    }

    private func append(_ text: StaticString, to chunk: Chunk) {
        _ = unsafe chunk.append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
