internal import Foundation
internal import Siege

/// A host with three snapshots, and copies of what was in them.
struct Victim {
    private let ground: any Ground
    private let folder: String
    /// The snapshots, the oldest first, each with the copy of what it holds.
    private let snapshots: [(name: String, copy: String)]

    init(on ground: any Ground, in folder: String) throws {
        self.ground = ground
        self.folder = folder
        let source = "\(folder)/source"
        let files = FileManager.default
        try files.createDirectory(atPath: "\(source)/deep/er", withIntermediateDirectories: true)
        var chance = Chance(seed: 1)
        for name in ["old", "deep/old", "deep/er/old"] {
            try Data(chance.bytes(150_000)).write(to: URL(filePath: "\(source)/\(name)"))
        }
        var snapshots: [(String, String)] = []
        var seen: Set<String> = []
        for day in [2, 1, 0] {
            try Data(chance.bytes(80_000)).write(to: URL(filePath: "\(source)/deep/new"))
            try Data("day \(day)".utf8).write(to: URL(filePath: "\(source)/day"))
            try ground.backup(source, day: day)
            let copy = "\(folder)/copy-\(day)"
            try files.copyItem(atPath: source, toPath: copy)
            let names = Set(try files.contentsOfDirectory(atPath: "\(ground.repository)/snapshots"))
            guard let name = names.subtracting(seen).first else { throw AttackError.cannotStart("no snapshot") }
            seen = names
            snapshots.append((name, copy))
        }
        self.snapshots = snapshots
    }

    /// A folder with files of its own.
    func makeDecoy() throws -> String {
        var chance = Chance(seed: 2)
        try FileManager.default.createDirectory(atPath: "\(folder)/decoy", withIntermediateDirectories: true)
        try Data(chance.bytes(200_000)).write(to: URL(filePath: "\(folder)/decoy/file"))
        return "\(folder)/decoy"
    }

    /// Restores all snapshots, and says what is not as it was.
    func losses() throws -> [String] {
        let files = FileManager.default
        var losses: [String] = []
        for (number, snapshot) in snapshots.enumerated() {
            let title = "snapshot \(number + 1) of \(snapshots.count)"
            guard files.fileExists(atPath: "\(ground.repository)/snapshots/\(snapshot.name)") else {
                losses.append("\(title) is gone")
                continue
            }
            let target = "\(folder)/restored-\(number)"
            let run = try ground.restore(snapshot.name, to: target)
            let diff = try Shell(environment: ["PATH": "/usr/bin:/bin"]).run(
                "diff", ["-r", snapshot.copy, "\(target)\(folder)/source"])
            let words = run.text.split(separator: "\n").last.map { String($0.prefix(120)) } ?? "no end"
            if !run.isSuccess {
                losses.append("\(title) cannot be restored: \(words)")
            } else if !diff.isSuccess {
                losses.append("\(title) is restored wrong")
            }
        }
        return losses
    }
}
