internal import Foundation
internal import Glibc
internal import Linux
internal import Peer
internal import Policy
internal import Trail

/// A throw-away gateway: the real `postern-gate` and the real `postern-ledger`. Two clients share one repository.
public struct Postern: Subject {
    /// The head of its column.
    public let name = "postern-gate"

    /// The gate in the folder of this program.
    public init() {}

    /// Sets it up.
    public func site(_ wishes: Wishes, in folder: Scratch) throws -> any Site { try PosternSite(wishes, folder) }
}

/// One throw-away gateway.
final class PosternSite: Site {
    let repository: String
    let folder: String
    private let wishes: Wishes
    private let keeper: LedgerKeeper
    /// What runs the programs as another user; empty where they run as ours.
    private let disguise: [String]
    private let gate: String
    /// Objects that were there before any session.
    private var planted: Set<String> = []

    init(_ wishes: Wishes, _ scratch: Scratch) throws {
        self.wishes = wishes
        folder = scratch.path
        repository = "\(folder)/storage/shared"
        let isDisguised = wishes.unprivileged && geteuid() == 0
        disguise = isDisguised ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
        for name in ["storage", "state", "config/clients.d", "config/repos.d", "config/authorized_keys.d"] {
            _ = try scratch.makeFolder(name)
        }
        if let storage = wishes.storage { try scratch.mount(storage, on: "\(folder)/storage") }
        if let state = wishes.state { try scratch.mount(state, on: "\(folder)/state") }
        gate = try Self.program("postern-gate", in: folder, copied: isDisguised)
        let ledger = try Self.program("postern-ledger", in: folder, copied: isDisguised)
        try Self.write(wishes, "\(folder)/config", folder)
        if isDisguised { try Tool.run("/bin/chown", ["-R", "65534:65534", folder]) }
        keeper = try LedgerKeeper(disguise + [ledger, "--state", "\(folder)/state"])
        if wishes.configured { try plant(Array("a config".utf8), at: "config") }
    }

    /// The program; a copy where another user may not reach the original.
    private static func program(_ name: String, in folder: String, copied: Bool) throws -> String {
        let program = try Tool.ours(name)
        guard copied else { return program }
        // Not copied by ourselves: a program that we start meanwhile would hold it open for writing, and nobody could run it.
        try Tool.run("/bin/cp", [program, "\(folder)/\(name)"])
        return "\(folder)/\(name)"
    }

    private static func write(_ wishes: Wishes, _ config: String, _ folder: String) throws {
        let floor = wishes.floor ?? "0B"
        try write(
            "\(config)/postern.toml",
            """
            state = "\(folder)/state"
            [storage.main]
            kind = "local"
            root = "\(folder)/storage"
            floor = "\(floor)"

            """)
        try write("\(config)/places", "main:shared\tshared\n")
        try write("\(config)/repos.d/shared.toml", text(["at": "\"main:shared\""], wishes.repository))
        for client in ["web1", "web2"] {
            let usual = ["repos": "[\"shared\"]", "create": "true"]
            try write("\(config)/clients.d/\(client).toml", text(usual, wishes.client))
            try write("\(config)/authorized_keys.d/\(client)", "")
        }
    }

    private static func text(_ usual: [String: String], _ keys: [String: String]) -> String {
        usual.merging(keys) { $1 }.map { "\($0.key) = \($0.value)\n" }.sorted().joined()
    }

    private static func write(_ path: String, _ text: String) throws {
        try AtomicFile.write(Array(text.utf8), to: path, mode: 0o644)
    }

    /// Changes the floor of the storage, for sessions that start from now on.
    func change(floor: UInt64) throws {
        var wishes = wishes
        wishes.floor = "\(floor)B"
        try Self.write(wishes, "\(folder)/config", folder)
    }

    func connect(_ client: String, _ remote: String, _ how: Conduct) throws -> Peer {
        let asked = how.command ?? "rclone serve restic --stdio --b2-hard-delete \(remote)"
        let words = disguise + [gate, "serve", "--client", client, "--config", "\(folder)/config"]
        return try Peer(
            program: words[0], arguments: Array(words.dropFirst()),
            environment: ["SSH_ORIGINAL_COMMAND": asked, "SSH_CONNECTION": "192.0.2.7 50000 192.0.2.1 22"],
            patience: .seconds(60), settings: how.settings, speaks: how.speaks)
    }

    func ledger() throws -> LedgerKeeper { keeper }

    func trail() throws -> [TrailLine] {
        try TrailReader("\(folder)/state/trail/audit.sqlite").rows().map { row in
            TrailLine(
                number: row.seq, at: row.at, action: row.entry.action.rawValue, outcome: row.entry.outcome.rawValue,
                object: row.entry.object, reason: row.entry.reason, names: row.entry.number("row"))
        }
    }

    func exempt(_ file: String) { planted.insert(file) }

    /// What must always hold: no object without its row, and nothing in `tmp` once another session was there.
    func settle() throws {
        guard keeper.isRunning, FileManager.default.fileExists(atPath: "\(repository)/tmp") else { return }
        let last = try connect("web2", "", Conduct())
        _ = try? last.ask("GET", "/file-1")
        last.closeInput()
        _ = try last.wait()
        try expect(names(in: "tmp"), is: [], "left in tmp")
        let rows = try trail()
        let void = Set(rows.filter { ["failed", "lost"].contains($0.outcome) }.compactMap(\.names))
        let stored = Set(
            rows.filter { $0.action == "save" && $0.outcome == "allowed" && !void.contains($0.number) }
                .map(\.object))
        if planted.contains("") { return }
        let files = files
        for kind in ["data", "index", "keys", "locks", "snapshots"] {
            for file in files where file.hasPrefix(kind + "/") && !planted.contains(file) {
                let name = file.split(separator: "/").last ?? ""
                try expect(stored.contains("\(kind)/\(name)"), "\(file) is stored without a row in the trail")
            }
        }
    }
}
