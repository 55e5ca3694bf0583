internal import Policy
internal import Restic
internal import Store

/// How a list is written: JSON, in one of two versions. Source: restic `doc/REST_backend.rst`.
struct ListText: Sendable {
    /// Bytes of JSON after which a chunk is handed on; what one more batch of names takes must still fit.
    private static let enough = 128 * 1024

    let version: ListVersion

    /// Writes the next objects of a walk into an empty chunk, each with a comma before it.
    ///
    /// - Returns: whether there are no more.
    /// - Throws: ``StoreError``.
    func fill(_ chunk: Chunk, from listing: ShelfListing) throws(StoreError) -> Bool {
        while chunk.count < Self.enough {
            guard try unsafe listing.nextBytes({ unsafe append($0, $1, to: chunk) }) else { return true }
        }
        return false
    }

    /// Adds one object. Of a name only hex digits come here, so that nothing needs to be escaped.
    private func append(_ name: UnsafeRawBufferPointer, _ size: ByteCount, to chunk: Chunk) {
        switch version {
        case .v1:
            chunk.append(",\"")
            _ = unsafe chunk.append(name)
            chunk.append("\"")
        case .v2:
            chunk.append(",{\"name\":\"")
            _ = unsafe chunk.append(name)
            chunk.append("\",\"size\":")
            chunk.append(decimal: size.bytes)
            chunk.append("}")
        }
    }
}

extension Chunk {
    /// Adds a text that fits.
    func append(_ text: StaticString) {
        _ = unsafe append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
