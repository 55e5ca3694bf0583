import Calendar
@testable import Coordination
import Foundation
import Linux
import Sodium
import Synchronization

/// An admin at a throw-away gateway: the coordinator runs in this process and says what it says into a record. No
/// ledger runs. Gone when the test is over.
final class Desk: Sendable {
    let folder: String

    /// What a command said, and how it ended.
    struct Reply: CustomStringConvertible {
        let status: Int32
        let out: [String]
        let err: [String]
        var description: String { "\(status)\n\(out.joined(separator: "\n"))\n\(err.joined(separator: "\n"))" }
    }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "postern-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Runs `postern` with these arguments and `--config`.
    @discardableResult
    func postern(_ arguments: String..., input: String = "") -> Reply {
        run(arguments + ["--config", path("etc")], input: input)
    }

    /// Runs `postern` with exactly these arguments; `terminal`: what a person answers, where one is there.
    func run(
        _ arguments: [String], input: String = "", zone: Zone = .utc, hasColours: Bool = false,
        wait: @escaping @Sendable (Int64) -> Bool = { _ in false }, terminal: [String]? = nil,
        edit: @escaping @Sendable (String) -> Int32? = { _ in nil }
    ) -> Reply {
        let answers = Mutex(terminal ?? [])
        let out = Mutex<[String]>([])
        let err = Mutex<[String]>([])
        let world = World(
            print: { line in out.withLock { $0.append(line) } }, say: { line in err.withLock { $0.append(line) } },
            input: { limit in input.utf8.count <= limit ? Array(input.utf8) : nil },
            secret: { _, _ in try SecretInput.whole(of: Self.pipe(input)) },
            actor: "alice", executable: "/opt/postern/bin/postern", now: { 1_800_000_000 }, zone: zone,
            hasColours: hasColours,
            wait: wait, isTerminal: terminal != nil,
            line: { answers.withLock { $0.isEmpty ? nil : $0.removeFirst() } }, edit: edit)
        let status = Coordinator.run(arguments, in: world)
        return Reply(status: status, out: out.withLock { $0 }, err: err.withLock { $0 })
    }

    /// A pipe that holds a text: what the standard input of a script is.
    private static func pipe(_ text: String) throws -> Descriptor {
        let pipe = try Linux.Pipe()
        try pipe.writing.enlargePipe(bytes: 1 << 17)
        try pipe.writing.write(all: text.utf8)
        return pipe.intoReading()
    }

    /// A gateway that is set up, with the repository `web1`.
    static func withRepository() throws -> Desk {
        let desk = try Desk()
        desk.setUp()
        desk.postern("repo", "add", "web1", "--at", "main:hosts/web1")
        return desk
    }

    @discardableResult
    func setUp() -> Reply {
        postern("init", "--state", path("state"), "--storage", path("storage"))
    }

    /// The path of something in the folder.
    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// What a file holds; `nil` where there is none.
    func text(_ name: String) -> String? { try? String(contentsOfFile: path(name), encoding: .utf8) }

    func write(_ name: String, _ text: String) throws {
        try text.write(toFile: path(name), atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path(name))
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

    func move(_ name: String, _ other: String) throws {
        try FileManager.default.moveItem(atPath: path(name), toPath: path(other))
    }

    /// All files that hold a text.
    func filesHolding(_ text: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter { file in
            (try? Data(contentsOf: URL(filePath: path(file))).range(of: Data(text.utf8))) != nil
        }
    }

    func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int
    }

    func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
    }

    /// All files of the policy with their content, to see that nothing changed; what they held before is left out.
    func policy() throws -> [String: String] {
        let files = try FileManager.default.subpathsOfDirectory(atPath: path("etc")).filter {
            !$0.hasPrefix("history/")
        }
        return Dictionary(uniqueKeysWithValues: files.compactMap { file in text("etc/\(file)").map { (file, $0) } })
    }
}

/// Public keys of nobody.
enum SampleKey {
    static let first = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOIdMv4LeKYlatmrG6JcqOte79MrDUJkyFUSn+HuHfKn"
    static let second = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJpYSyf5VHL+3WPVdEkU9sj9ktsAXymc3ljasf8b4kDW"
}
