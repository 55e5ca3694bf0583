internal import Restic
internal import ResticFiles
internal import Siege

/// Packs of garbage whose index claims pieces that exist already. `prune` keeps one copy of each piece, judging by the
/// index alone.
struct Poisoning {
    let hostile: Hostile

    init(_ hostile: Hostile) { self.hostile = hostile }

    func run(packs count: Int, kind: BlobKind, carrying: Bool) throws {
        var claimed: Set<BlobID> = []
        let victims = try hostile.packs().flatMap(\.blobs).filter { $0.kind == kind && claimed.insert($0.id).inserted }
        guard !victims.isEmpty else { throw AttackError.cannotStart("no blobs of kind \(kind)") }
        var packs: [IndexFile.Pack] = []
        for _ in 0..<count {
            var bytes: [UInt8] = []
            var blobs: [Blob] = []
            if carrying { try addTruePiece(&bytes, &blobs) }
            for victim in victims {
                blobs.append(
                    Blob(
                        id: victim.id, kind: kind, offset: UInt64(bytes.count), length: victim.length,
                        plainLength: victim.plainLength))
                bytes += hostile.chance.bytes(Int(victim.length))
            }
            guard let header = PackHeader.sealed(blobs, with: hostile.key) else {
                throw AttackError.cannotStart("libcrypto")
            }
            bytes += header
            packs.append(.init(name: Hostile.name(of: bytes), blobs: blobs))
            try hostile.put(.data, bytes)
        }
        try hostile.put(index: IndexFile(packs: packs))
    }

    /// A tree of one empty folder, true in all, and a snapshot that uses it.
    private func addTruePiece(_ bytes: inout [UInt8], _ blobs: inout [Blob]) throws {
        let name = "n\(hostile.chance.next())"
        let tree = Array(#"{"nodes":[{"name":"\#(name)","type":"dir","subtree":"\#(Self.empty.sum)"}]}"#.utf8)
        for content in [Array((tree + [10])), Self.empty.bytes] {
            guard let sealed = hostile.key.seal(content), let id = BlobID(hex: Hostile.name(of: content).hex) else {
                throw AttackError.cannotStart("libcrypto")
            }
            blobs.append(
                Blob(
                    id: id, kind: .tree, offset: UInt64(bytes.count), length: UInt64(sealed.count), plainLength: nil))
            bytes += sealed
        }
        try Fakes(hostile).put(time: Fakes.now(), tree: blobs[0].id)
    }

    /// An empty folder.
    private static let empty = (
        bytes: Array("{\"nodes\":[]}\n".utf8), sum: Hostile.name(of: Array("{\"nodes\":[]}\n".utf8)).hex
    )
}
