internal import Peer

/// Packs come in on 8 streams.
enum Uploads {
    static func rows(_ field: Field) throws -> [Row] {
        let packs = try (0..<(field.options.isQuick ? 16 : 64)).map { try Pack($0) }
        let bounds = try Bounds(packs, in: field.folder, runs: field.runs)
        let results = try field.alternate(field.runs) { contender, run in
            if run > 0 { try contender.remove(Field.load + "\(run - 1)") }
            try contender.prepare(Field.load + "\(run)")
            return try one(contender, packs, Field.load + "\(run)")
        }
        field.stored = packs
        let amount = Double(packs.count) / 64
        let whole = Field.medians(results, 0).mapValues { $0 / amount }
        let ours = whole["Postern"] ?? .nan
        var bare = whole
        bare["Postern"] = ours - bounds.hash
        let limit = 1.2 * (bounds.openssl + ours - bounds.hash)
        return [
            Comparison(
                what: "upload, CPU s/GiB, less the hash's own (\(Text.decimal(bounds.hash, 2)))", goal: "≤ 0.6 ×",
                figures: bare, show: seconds
            ).row(atMost: 0.6),
            Row(
                what: "upload, CPU s/GiB, all of it", goal: "≤ \(Text.decimal(limit, 2)): 1.2 × (openssl + line above)",
                ours: seconds(ours), peers: whole.mapValues { "\(seconds($0)), verifies nothing" },
                verdict: ours <= limit ? .met : .missed),
            Comparison(
                what: "upload, MB/s", goal: "", figures: Field.medians(results, 1), show: { Text.decimal($0, 0) }
            ).plain,
            Comparison(
                what: "resident at most meanwhile", goal: "≤ 24 MiB", figures: Field.medians(results, 2),
                show: Text.mebibytes
            ).row(limit: 24 * 1_048_576),
            share(field, results),
            Row(
                what: "upload beside rest-server, CPU s/GiB", goal: "≤ 5.44: 0.8 × 6.8, given", ours: seconds(ours),
                verdict: ours <= 0.8 * 6.8 ? .met : .missed),
        ] + bounds.rows
    }

    /// - Returns: seconds of the processors, MB/s, bytes resident at most, and seconds of the ledger.
    private static func one(_ contender: any Contender, _ packs: [Pack], _ repository: String) throws -> [Double] {
        let before = try contender.processorTimeBeside()
        let peer = try contender.open(repository)
        let start = ContinuousClock.now
        try Load(peer: peer).store(packs)
        let time = (ContinuousClock.now - start).inSeconds
        let memory = try Processes.memory("VmHWM", of: peer.processID ?? 0)
        let server = try Load(peer: peer).end()
        let beside = try contender.processorTimeBeside() - before
        return [server + beside, Double(packs.count * Pack.size) / 1e6 / time, memory, beside]
    }

    /// Policy, sandbox and the session's rows cost a session that does nothing as much as one that uploads. What the
    /// ledger did for this upload is all its own.
    private static func share(_ field: Field, _ results: [String: [[Double]]]) -> Row {
        let what = "ledger, sandbox and policy: share of the upload's CPU"
        let runs = results["Postern"] ?? []
        guard let session = field.sessionCost["Postern"] else {
            return .unknown(what, "≤ 5 %", "it needs the measurement \"start\"")
        }
        let shares = runs.map { ($0[3] + session) / $0[0] }
        let share = shares.median
        return Row(
            what: what, goal: "≤ 5 %", ours: "\(Text.decimal(share * 100, 1)) %",
            verdict: share <= 0.05 ? .met : .missed)
    }

    static func seconds(_ value: Double) -> String { Text.decimal(value, 2) }
}
