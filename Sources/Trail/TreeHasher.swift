internal import Crypto

/// Computes the hashes of a Merkle tree. Leaves and nodes start with different bytes, so that none can pass for the
/// other. For one thread. Source: RFC 6962, section 2.1.
public final class TreeHasher {
    private let digest: SHA256

    /// Starts.
    ///
    /// - Throws: ``HashingError``.
    public init() throws(HashingError) {
        guard let digest = SHA256() else { throw HashingError() }
        self.digest = digest
    }

    /// The hash of a leaf: of the byte 0 and the entry.
    ///
    /// - Throws: ``HashingError``.
    public func leaf(_ entry: UnsafeRawBufferPointer) throws(HashingError) -> TreeHash {
        try sum(prefix: 0) { unsafe $0.add(entry) }
    }

    /// The hash of a leaf: of the byte 0 and the entry.
    ///
    /// - Throws: ``HashingError``.
    public func leaf(_ entry: [UInt8]) throws(HashingError) -> TreeHash {
        try unsafe entry.withUnsafeBufferPointer { (buffer) throws(HashingError) in
            try unsafe leaf(UnsafeRawBufferPointer(buffer))
        }
    }

    /// The hash of a leaf whose entry is a text.
    ///
    /// - Throws: ``HashingError``.
    public func leaf(_ entry: String) throws(HashingError) -> TreeHash {
        try sum(prefix: 0) { $0.add(entry.utf8) }
    }

    /// The hash of a node: of the byte 1 and the hashes of its two halves.
    ///
    /// - Throws: ``HashingError``.
    public func node(_ left: TreeHash, _ right: TreeHash) throws(HashingError) -> TreeHash {
        try sum(prefix: 1) { digest in
            unsafe left.withBytes { unsafe digest.add($0) }
            unsafe right.withBytes { unsafe digest.add($0) }
        }
    }

    /// The root of a tree without leaves: the hash of nothing.
    ///
    /// - Throws: ``HashingError``.
    public func emptyRoot() throws(HashingError) -> TreeHash { try sum(prefix: nil) { _ in } }

    private func sum(prefix: UInt8?, _ add: (SHA256) -> Void) throws(HashingError) -> TreeHash {
        guard digest.restart() else { throw HashingError() }
        if var prefix { unsafe withUnsafeBytes(of: &prefix) { unsafe digest.add($0) } }
        add(digest)
        var sum = SIMD32<UInt8>()
        guard unsafe withUnsafeMutableBytes(of: &sum, { unsafe digest.finish(into: $0) }) else { throw HashingError() }
        return TreeHash(sum)
    }
}
