internal import Glibc
internal import Peer

/// How long a session takes to its first answer, and what it holds while nothing happens.
enum Starts {
    static func rows(_ field: Field) throws -> [Row] {
        for contender in field.contenders { try contender.prepare("start") }
        let results = try field.alternate(field.options.isQuick ? 8 : 30) { contender, _ in try one(contender) }
        field.sessionCost = Field.medians(results, 2)
        return [
            Comparison(
                what: "exec to first answer", goal: "≤ 6 ms, ≤ 1/14", figures: Field.medians(results, 0),
                show: Text.time
            ).row(atMost: 1 / 14, limit: 0.006),
            Comparison(
                what: "resident when idle", goal: "≤ 9 MiB, ≤ 1/7", figures: Field.medians(results, 1),
                show: Text.mebibytes
            ).row(atMost: 1 / 7, limit: 9 * 1_048_576),
            Comparison(
                what: "CPU of a session that does nothing", goal: "", figures: field.sessionCost, show: Text.time
            ).plain,
        ]
    }

    private static func one(_ contender: any Contender) throws -> [Double] {
        let start = ContinuousClock.now
        let peer = try contender.open("start")
        let answer = try peer.ask("HEAD", "/config")
        let time = (ContinuousClock.now - start).inSeconds
        guard answer.status == 200 else { throw Trouble("HEAD /config: \(answer.status) \(peer.standardError)") }
        usleep(20_000)
        let memory = try Processes.memory("VmRSS", of: peer.processID ?? 0)
        return [time, memory, try Load(peer: peer).end()]
    }
}
