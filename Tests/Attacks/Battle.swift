internal import Foundation

/// One attack on one ground: a victim with three snapshots, what the hostile client does, forget and prune, and what the
/// victim can restore afterwards.
public struct Battle {
    static let password = "siege"

    /// Where it is tried.
    public enum Place: Sendable {
        /// rclone and restic alone.
        case plain
        /// Postern; `shared`: the hostile client is another one of the same repository.
        case postern(shared: Bool)
    }

    /// What came of it.
    public struct Outcome: Sendable {
        /// What the victim lost; nothing where all of it came back byte for byte.
        public let losses: [String]
        /// Whether forget and prune did their work.
        public let isMaintained: Bool
        /// What they said.
        public let report: String
        /// What the server refused, and how often.
        public let refusals: [String: Int]
    }

    let place: Place
    let attack: Attack
    let seed: UInt64

    /// Prepares nothing yet.
    public init(_ attack: Attack, on place: Place, seed: UInt64) {
        self.attack = attack
        self.place = place
        self.seed = seed
    }

    /// Fights it in a folder of its own, which is gone afterwards.
    ///
    /// - Returns: what came of it.
    /// - Throws: where it could not be tried.
    public func fight() throws -> Outcome {
        let folder = "/tmp/attack-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ground: any Ground =
            switch place {
            case .plain: try PlainGround(in: folder)
            case .postern(let shared): try PosternGround(isShared: shared)
            }
        let victim = try Victim(on: ground, in: folder)
        try ground.settle(decoy: victim.makeDecoy())
        let hostile = try Hostile(ground.comeIn(), password: Self.password, seed: seed)
        try attack.run(hostile)
        let maintenance = try ground.maintain()
        return Outcome(
            losses: try victim.losses(), isMaintained: maintenance.isDone, report: maintenance.report,
            refusals: hostile.refusals)
    }
}
