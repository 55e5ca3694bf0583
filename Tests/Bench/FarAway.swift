internal import Peer

/// Uploads through real ssh and sshd over a line with a round trip of 100 ms.
enum FarAway {
    static func rows(_ field: Field) throws -> [Row] {
        let packs = try (0..<(field.options.isQuick ? 3 : 8)).map { try Pack($0) }
        let line = try Line(in: field.folder)
        let results = try field.alternate(field.options.isQuick ? 1 : 2) { contender, run in
            let repository = "far\(run)"
            try contender.prepare(repository)
            defer { try? contender.remove(repository) }
            let load = Load(peer: try line.open(contender, repository))
            // The login is not what is compared.
            guard (try? load.peer.ask("HEAD", "/config"))?.status == 200 else {
                throw Trouble("no session: \(load.peer.standardError.suffix(300))")
            }
            let start = ContinuousClock.now
            try load.store(packs)
            let time = (ContinuousClock.now - start).inSeconds
            load.peer.closeInput()
            _ = try load.peer.wait()
            return [Double(packs.count * Pack.size) / 1e6 / time]
        }
        let bound = try line.bound(packs)
        return [
            Comparison(
                what: "upload over ssh, 100 ms round trip, MB/s (\(line.kind))", goal: "≥ 1.9 ×",
                figures: Field.medians(results, 0), show: { Text.decimal($0, 1) }
            ).row(atLeast: 1.9),
            Row(
                what: "bound: cat through the same ssh, MB/s", goal: "", ours: Text.decimal(bound, 1), verdict: .noGoal),
        ]
    }
}
