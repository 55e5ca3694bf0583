internal import HTTP2
internal import Linux
internal import Peer

/// A host that uploads some objects at once, session after session, and remembers what it was told is stored.
struct RawHost {
    let client: String
    let doors: Doors
    let deeds: Deeds
    var chance: Chance

    mutating func run() {
        while !deeds.isOver {
            // A gate or a ledger that is killed ends the session in every way there is.
            do { try session() } catch { continue }
        }
    }

    private mutating func session() throws {
        let gate = try doors.gate(client, patience: .seconds(10))
        for sample in [Sample.key, .config] { _ = try gate.store(sample) }
        for _ in 0..<Int.random(in: 1...6, using: &chance) {
            let samples = (0..<5).map { _ in
                Sample("data", Int.random(in: 1...400_000, using: &chance), seed: chance.next())
            }
            let uploads = try samples.map { try gate.start("POST", "/\($0.path)", body: $0.bytes) }
            defer { note(samples, uploads) }
            for upload in uploads { _ = try gate.finish(upload) }
        }
        try gate.leave()
    }

    /// What was answered counts, also where the session broke afterwards.
    private func note(_ samples: [Sample], _ uploads: [Exchange]) {
        let stored = zip(samples, uploads).filter { $1.status == 200 }
            .map {
                Deeds.Stored(path: "data/\($0.0.path.dropFirst(5).prefix(2))/\($0.0.path.dropFirst(5))", client: client)
            }
        deeds.state.change { $0.stored += stored }
    }
}
