internal import Foundation
internal import Peer

/// `rclone serve restic --stdio --append-only`, for comparison.
public struct Rclone: Subject {
    /// The head of its column.
    public let name: String
    private let program: String

    /// All that this machine has: in the folders of `PATH`, and in those of `RCLONE` (separated by colons).
    public static func installed() -> [Rclone] {
        let variables = ProcessInfo.processInfo.environment
        let folders = [variables["RCLONE"], variables["PATH"]].compactMap { $0 }.joined(separator: ":")
        var found: [Rclone] = []
        for folder in folders.split(separator: ":") {
            guard let rclone = Rclone("\(folder)/rclone"), !found.contains(where: { $0.name == rclone.name }) else {
                continue
            }
            found.append(rclone)
        }
        return found.sorted { $0.name < $1.name }
    }

    private init?(_ program: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = ["version"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard FileManager.default.isExecutableFile(atPath: program), (try? process.run()) != nil else { return nil }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        // The first line is `rclone v1.60.1-DEV`.
        guard let version = text.split(separator: "\n").first?.split(separator: " v").last else { return nil }
        name = "rclone \(version.split(separator: ".").prefix(2).joined(separator: "."))"
        self.program = program
    }

    /// Sets it up.
    public func site(_ wishes: Wishes, in folder: Scratch) throws -> any Site {
        if wishes.wantPolicy { throw NotApplicable("it has no policy") }
        return try RcloneSite(program, wishes, folder)
    }
}

/// One folder that rclone serves.
final class RcloneSite: Site {
    let repository: String
    private let program: String
    private let home: String
    private let isDisguised: Bool

    init(_ program: String, _ wishes: Wishes, _ scratch: Scratch) throws {
        if wishes.state != nil { throw NotApplicable("it has no ledger") }
        self.program = program
        home = scratch.path
        isDisguised = wishes.unprivileged
        let storage = try scratch.makeFolder("storage")
        if let options = wishes.storage { try scratch.mount(options, on: storage) }
        repository = try scratch.makeFolder("storage/shared")
        for kind in ["data", "index", "keys", "locks", "snapshots"] {
            _ = try scratch.makeFolder("storage/shared/\(kind)")
        }
        if isDisguised { try Tool.run("/bin/chown", ["-R", "65534:65534", home]) }
        if wishes.configured { try plant(Array("a config".utf8), at: "config") }
    }

    func connect(_ client: String, _ remote: String, _ how: Conduct) throws -> Peer {
        if !remote.isEmpty || how.command != nil { throw NotApplicable("it serves what it is told to") }
        let disguise = isDisguised ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
        let words = disguise + [program, "serve", "restic", "--stdio", "--append-only", repository]
        return try Peer(
            program: words[0], arguments: Array(words.dropFirst()),
            environment: ["PATH": "/usr/bin:/bin", "HOME": home, "RCLONE_CONFIG": "/dev/null"],
            patience: .seconds(60), settings: how.settings, speaks: how.speaks)
    }

    func ledger() throws -> LedgerKeeper { throw NotApplicable("it has no ledger") }

    func trail() throws -> [TrailLine] { throw NotApplicable("it has no trail") }

    func exempt(_ file: String) {}

    func settle() throws {}
}
