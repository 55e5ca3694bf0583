internal import Crypto
public import Restic
internal import ResticFiles

/// How to repair what a run found: files to add first, then objects to take away. Whoever does it, and is cut off, may
/// start anew with the next run.
public struct Mending: Sendable {
    /// A file to add, under the name that its bytes have.
    public struct Addition: Sendable {
        /// A pack or an index.
        public let kind: FileKind
        /// Its name.
        public let name: FileName
        /// Its bytes.
        public let bytes: [UInt8]
    }

    /// What to add, in this order: packs with what is true in lying packs and nowhere else, then an index of these and of
    /// all true packs that no good index names.
    public private(set) var additions: [Addition] = []
    /// What to take away afterwards, in this order: index files before the packs that they name.
    public private(set) var removals: [Object] = []

    /// Plans it.
    ///
    /// - Parameters:
    ///   - examined: what was found.
    ///   - examination: the run that found it.
    /// - Throws: ``VerifyError``.
    public init(_ examined: Examined, by examination: Examination) throws(VerifyError) {
        let removable = examined.findings.map(\.object)
        removals = FileKind.allCases.sorted { $0 == .index && $1 != .index }.flatMap { kind in
            removable.filter { object in
                guard case .file(kind, _) = object else { return false }
                return true
            }
        }
        guard removals.contains(where: Self.isOfPacks) else { return }
        var entries: [IndexFile.Pack] = []
        for name in examined.unindexed {
            if let blobs = try examination.verified.blobs(of: name) { entries.append(.init(name: name, blobs: blobs)) }
        }
        for (name, truths) in examined.lying.sorted(by: { $0.key.hex < $1.key.hex }) {
            var only: [Blob] = []
            for blob in truths where try examination.verified.copies(of: blob.id) == 0 { only.append(blob) }
            guard let pack = try examination.rescue(only, from: name) else { continue }
            entries.append(.init(name: pack.addition.name, blobs: pack.blobs))
            additions.append(pack.addition)
        }
        for start in stride(from: 0, to: entries.count, by: Self.packsOfIndex) {
            let part = entries[start..<min(start + Self.packsOfIndex, entries.count)]
            guard let bytes = IndexFile(packs: Array(part)).sealed(with: examination.key) else { throw .crypto }
            additions.append(try Addition(.index, bytes))
        }
    }

    /// Packs of one index file: restic's own have some ten thousand blobs.
    private static let packsOfIndex = 1000

    private static func isOfPacks(_ object: Object) -> Bool {
        switch object {
        case .file(.index, _), .file(.data, _): true
        case .config, .file(.keys, _), .file(.locks, _), .file(.snapshots, _): false
        }
    }
}

extension Mending.Addition {
    init(_ kind: FileKind, _ bytes: [UInt8]) throws(VerifyError) {
        let sum = SHA256()
        sum?.add(bytes)
        guard let name = sum?.finish().flatMap({ FileName(digest: $0) }) else { throw .crypto }
        (self.kind, self.name, self.bytes) = (kind, name, bytes)
    }
}

extension Examination {
    /// A pack with some pieces of another, as they are sealed there; `nil` for none.
    func rescue(
        _ blobs: [Blob], from name: FileName
    ) throws(VerifyError) -> (addition: Mending.Addition, blobs: [Blob])? {
        guard !blobs.isEmpty, let source = try read(.data, name) else { return nil }
        var bytes: [UInt8] = []
        var moved: [Blob] = []
        for blob in blobs {
            moved.append(
                Blob(
                    id: blob.id, kind: blob.kind, offset: UInt64(bytes.count), length: blob.length,
                    plainLength: blob.plainLength))
            bytes += source[Int(blob.offset)..<Int(blob.offset + blob.length)]
        }
        guard let header = PackHeader.sealed(moved, with: key) else { throw .crypto }
        return (try Mending.Addition(.data, bytes + header), moved)
    }
}
