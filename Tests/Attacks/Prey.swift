internal import Foundation

/// A repository in a folder after an attack through rclone, before anybody did anything about it. Gone with the value.
public final class Prey {
    /// Its storage: the repository lies in the folder `repository` of it.
    public let storage: String
    /// The repository's password.
    public let password = Battle.password
    private let ground: PlainGround
    private let victim: Victim
    private var seed: UInt64 = 1

    /// A victim with three snapshots.
    public init() throws {
        storage = "/tmp/prey-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: storage, withIntermediateDirectories: false)
        ground = try PlainGround(in: storage)
        victim = try Victim(on: ground, in: storage)
        try ground.settle(decoy: victim.makeDecoy())
    }

    deinit {
        try? FileManager.default.removeItem(atPath: storage)
    }

    /// Attacks it.
    public func suffer(_ attack: Attack) throws {
        try attack.run(Hostile(ground.comeIn(), password: password, seed: seed))
        seed += 1
    }

    /// Another honest backup.
    public func backup() throws { try ground.backup("\(storage)/source", day: 0) }

    /// What restic's own prune, its `check --read-data` and the victim's restores come to; nothing where all is well.
    public func losses() throws -> [String] {
        let runs = try [ground.prune(), ground.check()]
        return runs.filter { !$0.isSuccess }.map(\.text) + (try victim.losses())
    }
}
