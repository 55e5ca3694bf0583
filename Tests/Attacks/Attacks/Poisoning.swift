internal import Restic
internal import ResticFiles
internal import Siege

/// Packs of garbage whose index claims pieces that exist already. `prune` keeps one copy of each piece, judging by the
/// index alone: the one in the index that happened to be read first. So each pack has an index of its own, the more the
/// better. A pack of which all is used is left alone, and never read, if it is not small; so it has the pieces of one true
/// pack, which are mostly used or unused together, and they are longer than the true ones. Source: restic 0.14,
/// `cmd/restic/cmd_prune.go`.
struct Poisoning {
    let hostile: Hostile

    init(_ hostile: Hostile) { self.hostile = hostile }

    func run(packs count: Int, kind: BlobKind, carrying: Bool) throws {
        let victims = try hostile.packs().map { $0.blobs.filter { $0.kind == kind } }.filter { !$0.isEmpty }
            .sorted { Self.size($0) > Self.size($1) }
        guard !victims.isEmpty else { throw AttackError.cannotStart("no blobs of kind \(kind)") }
        for number in 0..<count {
            let victims = victims[number % victims.count]
            let extra = Self.largeEnough / UInt64(victims.count) + 1
            var bytes: [UInt8] = []
            var blobs: [Blob] = []
            if carrying { try addTruePiece(kind, &bytes, &blobs) }
            for victim in victims {
                let length = victim.length + extra
                blobs.append(
                    Blob(
                        id: victim.id, kind: kind, offset: UInt64(bytes.count), length: length,
                        plainLength: victim.plainLength))
                bytes += hostile.chance.bytes(Int(length))
            }
            guard let header = PackHeader.sealed(blobs, with: hostile.key) else {
                throw AttackError.cannotStart("libcrypto")
            }
            bytes += header
            try hostile.put(.data, bytes)
            try hostile.put(index: IndexFile(packs: [.init(name: Hostile.name(of: bytes), blobs: blobs)]))
        }
    }

    private static func size(_ blobs: [Blob]) -> UInt64 { blobs.reduce(0) { $0 + $1.length } }

    /// Bytes: a twenty-fifth of a pack's usual size is small to restic.
    private static let largeEnough: UInt64 = 1 << 20

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
