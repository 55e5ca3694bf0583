internal import Glibc
internal import Linux
internal import Peer
internal import Policy
internal import Trail

/// Many sessions that back up at once on two cores, each another client's.
enum Crowd {
    static func rows(_ field: Field) throws -> [Row] {
        let count = field.options.isQuick ? 10 : 50
        let packs = try (0..<2).map { try Pack($0) }
        let names = (0..<count).map { "crowd\($0)" }
        for name in names { try field.gateway.prepare(name) }
        let times = Monitor<[Result<Double, any Error>]>([])
        let start = ContinuousClock.now
        let folder = field.gateway.commands(for: names)
        for command in folder {
            try Worker.start {
                let result = Result { try one(command, packs, start) }
                times.change { $0.append(result) }
            }
        }
        let results = times.wait { $0.count == count ? $0 : nil }
        let good = results.compactMap { try? $0.get() }
        let failures = results.compactMap { result -> String? in
            if case .failure(let error) = result { "\(error)" } else { nil }
        }
        let fair = (good.max() ?? .infinity) / good.median
        let broken = try names.filter { try !isWhole($0, field, packs.count) }
        for name in names { try field.gateway.remove(name) }
        return [
            Row(
                what: "\(count) sessions at once, 2 packs of 16 MiB each, on 2 cores: failures", goal: "none",
                ours: failures.first ?? "none", verdict: failures.isEmpty ? .met : .missed),
            Row(
                what: "\(count) sessions at once: trails that are whole", goal: "all",
                ours: "\(count - broken.count)", verdict: broken.isEmpty ? .met : .missed),
            Row(
                what: "\(count) sessions at once: the slowest (\(Text.time(good.max() ?? .nan))) to the median",
                goal: "≤ 2 ×", ours: Text.ratio(fair), verdict: fair <= 2 ? .met : .missed),
        ]
    }

    /// One client's backup.
    private static func one(
        _ command: (words: [String], variables: [String: String]), _ packs: [Pack],
        _ start: ContinuousClock.Instant
    ) throws -> Double {
        let peer = try Peer(
            program: "taskset", arguments: ["-c", "0,1"] + command.words,
            environment: command.variables.merging(["PATH": "/usr/bin:/bin"]) { $1 }, patience: .seconds(300))
        let load = Load(peer: peer)
        try load.store(packs)
        _ = try load.end()
        return (ContinuousClock.now - start).inSeconds
    }

    /// Whether a client's last session was opened, stored all packs, and was closed in order.
    private static func isWhole(_ client: String, _ field: Field, _ packs: Int) throws -> Bool {
        let rows = try TrailReader(field.gateway.trail).rows().filter { $0.entry.client == client }
        let saves = rows.filter { $0.entry.action == .save && $0.entry.object.hasPrefix("data/") }
        return saves.count == packs && saves.allSatisfy { $0.entry.outcome == .allowed }
            && rows.last?.entry.action == .close && rows.last?.entry.outcome == .allowed
            && rows.last?.entry.number("saves") == UInt64(packs)
    }
}
