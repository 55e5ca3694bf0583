import Foundation
import Retention
import Testing

/// A repository of the real restic, in a folder of its own.
final class ResticFolder {
    /// A snapshot to make.
    struct Backup {
        /// What clocks show some time before.
        let start: String
        /// Seconds after it.
        let offset: Int
        let host: String
        let tags: [String]
    }

    /// A snapshot that `forget --dry-run` has decided about: why it stays; `nil`: it goes.
    struct Line {
        let snapshot: Snapshot
        let matches: [String]?
    }

    private let folder: String
    private let zone: String

    /// Makes the repository. restic reads and tells times in `zone`.
    init(zone: String) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("postern-retention-\(UUID())").path
        self.zone = zone
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("a tiny file".utf8).write(to: URL(fileURLWithPath: folder + "/file"))
        try run("restic init")
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Makes all snapshots, two at a time: deriving the key takes most of the time.
    func back(up backups: [Backup]) throws {
        let form = DateFormatter()
        form.locale = Locale(identifier: "en_US_POSIX")
        form.timeZone = TimeZone(identifier: zone)
        form.dateFormat = "yyyy-MM-dd HH:mm:ss"
        let lines = try backups.map { backup in
            let start = try #require(form.date(from: backup.start))
            let time = form.string(from: start.addingTimeInterval(Double(backup.offset)))
            let tags = backup.tags.map { " --tag \($0)" }.joined()
            return "--host \(backup.host)\(tags) --time \"\(time)\""
        }
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: folder + "/lines"))
        try run("xargs -d '\\n' -P 2 -I LINE sh -c 'restic backup -q file LINE' <lines")
    }

    /// Asks restic.
    func forget(_ options: [String]) throws -> [Line] {
        struct Told: Decodable {
            let id: String?
            let time: String
            let hostname: String
            let paths: [String]
            let tags: [String]?
        }
        struct Reason: Decodable {
            let snapshot: Told
            let matches: [String]
        }
        struct Group: Decodable {
            let keep: [Told]?
            let remove: [Told]?
            let reasons: [Reason]?
        }
        let text = try run("restic forget --dry-run --json " + options.joined(separator: " "))
        let groups = try JSONDecoder().decode([Group].self, from: Data(text.utf8))
        return try groups.flatMap { group in
            let kept = try zip(group.keep ?? [], group.reasons ?? []).map { told, reason in
                // Reasons stand in the order of what is kept.
                try #require(told.time == reason.snapshot.time)
                return (told, Optional(reason.matches))
            }
            return try (kept + (group.remove ?? []).map { ($0, nil) }).map { told, matches in
                var snapshot = Snapshot(
                    id: try #require(told.id), claimed: try #require(Instant(told.time)), host: told.hostname,
                    paths: told.paths, tags: told.tags ?? [])
                snapshot.received = snapshot.claimed
                return Line(snapshot: snapshot, matches: matches)
            }
        }
    }

    /// Runs a line of shell in the folder, and gives its output.
    @discardableResult
    private func run(_ line: String) throws -> String {
        let process = Process()
        let output = folder + "/output"
        try Data().write(to: URL(fileURLWithPath: output))
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-euc", line]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = [
            "PATH": "/usr/bin:/bin", "TZ": zone, "RESTIC_PASSWORD": "x", "RESTIC_REPOSITORY": folder + "/repository",
            "RESTIC_CACHE_DIR": folder + "/cache",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "restic 0.14 or newer must be installed: \(line)")
        return try String(contentsOfFile: output, encoding: .utf8)
    }
}
