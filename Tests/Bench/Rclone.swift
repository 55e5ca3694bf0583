internal import Glibc
internal import Peer

/// `rclone serve restic --stdio --append-only`.
final class Rclone: Contender {
    let name: String
    let program: String
    private let home: String

    /// An rclone that was found.
    struct Found: Hashable {
        let name: String
        let program: String
    }

    /// Looks at a program; nil where it is no rclone.
    static func look(_ program: String) -> Found? {
        // The first line is `rclone v1.60.1-DEV`.
        guard let line = Tool.firstLine([program, "version"]), line.hasPrefix("rclone v") else { return nil }
        let version = line.dropFirst(8).split(separator: ".").prefix(2).joined(separator: ".")
        return Found(name: "rclone \(version)", program: program)
    }

    init(_ found: Found, in folder: String) throws {
        name = found.name
        program = found.program
        home = "\(folder)/\(found.name.filter { $0.isNumber })"
        try Tool.makeFolder(home)
    }

    func folder(of repository: String) -> String { "\(home)/\(repository)" }

    func prepare(_ repository: String) throws {
        try Repository.make(folder(of: repository))
        try Tool.write("a config", to: "\(folder(of: repository))/config")
    }

    func command(for repository: String) -> (words: [String], variables: [String: String]) {
        (
            [program, "serve", "restic", "--stdio", "--append-only", folder(of: repository)],
            ["PATH": "/usr/bin:/bin", "HOME": home, "RCLONE_CONFIG": "/dev/null"]
        )
    }

    func processorTimeBeside() -> Double { 0 }
}

/// restic's layout on the disk.
enum Repository {
    /// The 256 folders of packs.
    static let shards = (0..<256).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }

    /// Makes all folders.
    static func make(_ folder: String) throws {
        for kind in ["index", "keys", "locks", "snapshots"] { try Tool.makeFolder("\(folder)/\(kind)") }
        for shard in shards { try Tool.makeFolder("\(folder)/data/\(shard)") }
    }
}
