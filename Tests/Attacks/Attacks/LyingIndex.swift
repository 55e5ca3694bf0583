internal import Restic
internal import ResticFiles
internal import Siege

/// Index files that lie about real packs, or tell of packs that do not exist.
struct LyingIndex {
    let hostile: Hostile

    init(_ hostile: Hostile) { self.hostile = hostile }

    /// The pieces of all packs are said to be in each of them.
    func extraClaims() throws {
        let packs = try real()
        let all = packs.flatMap(\.blobs)
        try hostile.put(
            index: IndexFile(packs: packs.map { .init(name: $0.name, blobs: $0.blobs + Self.shifted(all, by: 0)) }))
    }

    /// Each piece is said to start a little later.
    func wrongOffsets() throws {
        let packs = try real()
        try hostile.put(
            index: IndexFile(packs: packs.map { .init(name: $0.name, blobs: Self.shifted($0.blobs, by: 7)) }))
    }

    /// All pieces are said to lie in packs that were never stored.
    func missingPacks() throws {
        let packs = try real().map { pack in
            IndexFile.Pack(name: Hostile.name(of: hostile.chance.bytes(32)), blobs: pack.blobs)
        }
        try hostile.put(index: IndexFile(packs: packs))
    }

    private func real() throws -> [IndexFile.Pack] {
        let packs = try hostile.packs()
        guard !packs.isEmpty else { throw AttackError.cannotStart("no packs") }
        return packs
    }

    private static func shifted(_ blobs: [Blob], by bytes: UInt64) -> [Blob] {
        blobs.map {
            Blob(
                id: $0.id, kind: $0.kind, offset: $0.offset + bytes, length: $0.length, plainLength: $0.plainLength)
        }
    }
}
