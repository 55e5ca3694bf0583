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
            if carrying { try addTruePiece(kind, &bytes, &blobs) }
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
            try hostile.put(.data, bytes)
            packs.append(.init(name: Hostile.name(of: bytes), blobs: blobs))
        }
        // Of several copies restic takes the one whose index it read last: that is where luck comes in.
        try hostile.put(index: IndexFile(packs: packs))
    }

    /// A piece that a snapshot uses, in the pack of garbage: `prune` then prefers the other pieces of this pack, too.
    private func addTruePiece(_ kind: BlobKind, _ bytes: inout [UInt8], _ blobs: inout [Blob]) throws {
        let number = hostile.chance.next()
        switch kind {
        case .tree:
            try add(.tree, Self.tree(of: #"{"name":"n\#(number)","type":"symlink","linktarget":"x"}"#), &bytes, &blobs)
            try Fakes(hostile).put(time: Fakes.now(), tree: blobs[0].id, path: "/n\(number)")
        case .data:
            let content = Array("\(number)".utf8)
            try add(.data, content, &bytes, &blobs)
            let node =
                #"{"name":"n","type":"file","mode":420,"size":\#(content.count),"content":["\#(blobs[0].id.hex)"]}"#
            var (pack, trees): ([UInt8], [Blob]) = ([], [])
            try add(.tree, Self.tree(of: node), &pack, &trees)
            guard let header = PackHeader.sealed(trees, with: hostile.key) else {
                throw AttackError.cannotStart("libcrypto")
            }
            pack += header
            try hostile.put(.data, pack)
            try hostile.put(index: IndexFile(packs: [.init(name: Hostile.name(of: pack), blobs: trees)]))
            try Fakes(hostile).put(time: Fakes.now(), tree: trees[0].id, path: "/n\(number)")
        }
    }

    private func add(_ kind: BlobKind, _ content: [UInt8], _ bytes: inout [UInt8], _ blobs: inout [Blob]) throws {
        guard let sealed = hostile.key.seal(content), let id = BlobID(hex: Hostile.name(of: content).hex) else {
            throw AttackError.cannotStart("libcrypto")
        }
        blobs.append(
            Blob(id: id, kind: kind, offset: UInt64(bytes.count), length: UInt64(sealed.count), plainLength: nil))
        bytes += sealed
    }

    /// A folder with one node, as restic writes it.
    private static func tree(of node: String) -> [UInt8] { Array(("{\"nodes\":[" + node + "]}\n").utf8) }
}
