internal import Glibc
internal import HTTP2
internal import Linux
internal import Peer

/// A list of very many packs.
enum Lists {
    static func rows(_ field: Field) throws -> [Row] {
        let count = field.options.isQuick ? 50_000 : 1_000_000
        for contender in field.contenders { try contender.prepare("list") }
        let shelf = Shelf(field.gateway.folder(of: "list"))
        try shelf.fill(count)
        defer { try? shelf.empty() }
        let isWalked = try isStreamed(field.gateway, shelf, count)
        // All read the same files: what rclone serves of its own would be another million.
        for contender in field.contenders.dropFirst() {
            try Tool.remove(contender.folder(of: "list"))
            guard unsafe symlink(field.gateway.folder(of: "list"), contender.folder(of: "list")) == 0 else {
                throw Trouble("no link to the list's repository")
            }
        }
        let results = try field.alternate(field.runs) { contender, _ in try one(contender, count + 1) }
        for contender in field.contenders.dropFirst() { _ = unsafe unlink(contender.folder(of: "list")) }
        let packs = "list of \(count) packs"
        return [
            Comparison(what: "\(packs), time", goal: "≤ 0.25 ×", figures: Field.medians(results, 0), show: Text.time)
                .row(atMost: 0.25),
            Comparison(what: "\(packs), CPU", goal: "", figures: Field.medians(results, 1), show: Text.time).plain,
            Comparison(
                what: "\(packs), first byte after", goal: "", figures: Field.medians(results, 3), show: Text.time
            )
            .plain,
            Row(
                what: "\(packs): first byte before the last name is read", goal: "yes", ours: isWalked ? "yes" : "no",
                verdict: isWalked ? .met : .missed),
            Comparison(
                what: "\(packs), resident at most", goal: "≤ 24 MiB", figures: Field.medians(results, 2),
                show: Text.mebibytes
            ).row(limit: 24 * 1_048_576),
        ]
    }

    /// - Returns: seconds, seconds of the processors, bytes resident at most, seconds to the first byte.
    private static func one(_ contender: any Contender, _ count: Int) throws -> [Double] {
        let peer = try contender.open("list")
        _ = try peer.ask("HEAD", "/config")
        let start = ContinuousClock.now
        var first: ContinuousClock.Instant?
        var names = 0
        let exchange = try peer.start("GET", "/data/", headers: [accept]) { span in
            first = first ?? .now
            for place in 0..<span.byteCount where unsafe span.unsafeLoad(fromByteOffset: place, as: UInt8.self) == 0x7b
            {
                names += 1
            }
        }
        try peer.wait(for: "the list") { exchange.isOver }
        let time = (ContinuousClock.now - start).inSeconds
        guard exchange.status == 200, exchange.answerEnded, names == count else {
            throw Trouble("\(contender.name) listed \(names) of \(count) packs")
        }
        let memory = try Processes.memory("VmHWM", of: peer.processID ?? 0)
        return [time, try Load(peer: peer).end(), memory, ((first ?? .now) - start).inSeconds]
    }

    private static let accept = ("accept", "application/vnd.x.restic.rest.v2")

    /// Whether names are sent while others are not read yet: a pack that is stored when the first bytes are there, and
    /// nothing more is taken, is in the list.
    private static func isStreamed(_ gateway: Gateway, _ shelf: Shelf, _ count: Int) throws -> Bool {
        var conduct = Conduct()
        (conduct.client.streamWindow, conduct.client.consumesAtOnce) = (64 << 10, false)
        let peer = try gateway.open("list", limitedBy: conduct)
        let late = String(repeating: "f", count: 64)
        var text: [UInt8] = []
        let exchange = try peer.start("GET", "/data/", headers: [accept])
        try peer.wait(for: "the first names") { exchange.bodyCount >= 32 << 10 }
        try shelf.add(late)
        var credited = 0
        try peer.wait(for: "the list") {
            peer.session.consume(exchange.bodyCount - credited, on: exchange.stream)
            credited = exchange.bodyCount
            return exchange.isOver
        }
        // The last folder's names are near the end, in whatever order a server reads the others.
        text = exchange.body.suffix(max(1 << 20, Shelf.perShard(count) * 200))
        _ = try Load(peer: peer).end()
        return String(decoding: text, as: UTF8.self).contains(late)
    }
}

/// Very many packs of one byte, made on the disk without a gate.
struct Shelf {
    private let folder: String

    init(_ repository: String) { folder = "\(repository)/data" }

    /// How many lie in each of the 256 folders, at most.
    static func perShard(_ count: Int) -> Int { count / 256 + 1 }

    func fill(_ count: Int) throws {
        for (number, shard) in Repository.shards.enumerated() {
            let here = try Descriptor.at("\(folder)/\(shard)", O_RDONLY | O_DIRECTORY)
            let share = (number + 1) * count / 256 - number * count / 256
            for pack in 0..<share {
                let tail = String(UInt64(pack) &* 0x9e37_79b9_7f4a_7c15 | 1, radix: 16)
                try Self.make(shard + String(repeating: "0", count: 62 - tail.count) + tail, in: here)
            }
        }
    }

    /// One more, in the folder that its name says.
    func add(_ name: String) throws {
        try Self.make(name, in: Descriptor.at("\(folder)/\(name.prefix(2))", O_RDONLY | O_DIRECTORY))
    }

    /// A hole of one byte takes no room on the disk.
    private static func make(_ name: String, in folder: borrowing Descriptor) throws {
        let file = try folder.open(name, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o400)
        guard ftruncate(file.raw, 1) == 0 else { throw Trouble("a pack cannot be made") }
    }

    func empty() throws { try Tool.remove(folder) }
}
