internal import Crypto

extension Blob {
    /// Whether a sealed piece is what it is told to be: made with the repository's key, and its plain bytes hash to its id.
    ///
    /// The plain bytes of a compressed piece are never in memory as a whole, and no more of them are made than the piece
    /// says it has: a small piece cannot keep us busy for hours.
    ///
    /// - Parameters:
    ///   - sealed: its bytes in the pack.
    ///   - key: the repository's.
    /// - Returns: whether both hold.
    public func isTrue(sealed: ArraySlice<UInt8>, with key: MasterKey) -> Bool {
        guard let content = try? key.open(sealed), let sum = SHA256() else { return false }
        guard let plainLength else {
            sum.add(content)
            return sum.finish().flatMap { BlobID($0) } == id
        }
        guard plainLength <= Self.limit(of: kind) else { return false }
        var made: UInt64 = 0
        do throws(ResticFileError) {
            try unsafe Zstd.decompress(content[...], limit: plainLength) { piece in
                made += UInt64(piece.count)
                unsafe sum.add(piece)
            }
        } catch {
            return false
        }
        return made == plainLength && sum.finish().flatMap { BlobID($0) } == id
    }

    /// Plain bytes of a piece at most: restic cuts files into pieces of at most 8 MiB; a tree grows with its folder.
    private static func limit(of kind: BlobKind) -> UInt64 {
        switch kind {
        case .data: 64 << 20
        case .tree: 1 << 30
        }
    }
}
