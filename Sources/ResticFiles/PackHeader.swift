/// What a pack says of itself, at its end.
///
/// Source: restic `doc/design.rst`, "Pack Format".
public struct PackHeader: Sendable {
    /// The pieces in the order of the header, which is the order in the pack.
    public let blobs: [Blob]

    /// Bytes at the end that hold the header's length.
    public static let lengthField = 4
    /// Bytes of a sealed header at most: restic's own packs have a few hundred pieces of 37 or 41 bytes.
    public static let limit: UInt64 = 16 << 20

    /// How long the sealed header is, by the last four bytes of a pack.
    ///
    /// - Throws: ``ResticFileError/form(_:)`` where the pack cannot hold it.
    public static func length(tail: [UInt8], packSize: UInt64) throws(ResticFileError) -> UInt64 {
        guard tail.count == lengthField else { throw .form("a pack without a header") }
        let length = number(tail[...])
        guard length >= UInt64(MasterKey.overhead), length <= limit, length + UInt64(lengthField) <= packSize else {
            throw .form("a pack whose header has \(length) bytes")
        }
        return length
    }

    /// Reads a sealed header.
    ///
    /// - Parameters:
    ///   - sealed: the header without the four bytes behind it.
    ///   - packSize: bytes of the whole pack.
    ///   - key: the repository's.
    /// - Throws: ``ResticFileError``; also where the pieces do not fill the pack exactly.
    public init(sealed: [UInt8], packSize: UInt64, with key: MasterKey) throws(ResticFileError) {
        var rest = try key.open(sealed)[...]
        var blobs: [Blob] = []
        var offset: UInt64 = 0
        while let mark = rest.popFirst() {
            let kind: BlobKind = mark & 1 == 0 ? .data : .tree
            guard mark < 4 else { throw .form("a header with a piece of kind \(mark)") }
            let isCompressed = mark >= 2
            guard rest.count >= (isCompressed ? 40 : 36) else { throw .form("a header that ends early") }
            let length = Self.number(rest.prefix(4))
            rest = rest.dropFirst(4)
            let plainLength = isCompressed ? Self.number(rest.prefix(4)) : nil
            rest = rest.dropFirst(isCompressed ? 4 : 0)
            guard let id = BlobID(rest.prefix(32)), length >= UInt64(MasterKey.overhead) else {
                throw .form("a header with a piece of \(length) bytes")
            }
            rest = rest.dropFirst(32)
            blobs.append(Blob(id: id, kind: kind, offset: offset, length: length, plainLength: plainLength))
            offset += length
        }
        guard offset + UInt64(sealed.count + Self.lengthField) == packSize else {
            throw .form("a header that does not fit its pack")
        }
        self.blobs = blobs
    }

    /// The end of a pack that holds these pieces: the sealed header and its length. `nil` where libcrypto fails.
    public static func sealed(_ blobs: [Blob], with key: MasterKey) -> [UInt8]? {
        var header: [UInt8] = []
        for blob in blobs {
            let kind: UInt8 = blob.kind == .tree ? 1 : 0
            header.append(blob.plainLength == nil ? kind : kind | 2)
            header += bytes(blob.length)
            if let plainLength = blob.plainLength { header += bytes(plainLength) }
            header += blob.id.bytes
        }
        return key.seal(header).map { $0 + bytes(UInt64($0.count)) }
    }

    /// Four bytes, the lowest first.
    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func bytes(_ number: UInt64) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    }
}
