import Testing
import Trial

/// A gateway with one host, whose repository the gateway has its own key to.
struct Maintained {
    let trial: Trial

    /// Sets it up: with what `repos.d/web1.toml` says beside place and password, and how long maintenance waits for
    /// running sessions.
    init(_ rules: String, drain: String = "30m") async throws {
        trial = try await Trial()
        try await trial.postern("repo", "add", "web1", "--at", "main:web1").required()
        try await trial.addClient("web1", "--create")
        try await trial.restic(as: "web1", ["init"]).required()
        let secret = "printf trial | \(trial.programs)/postern secret set --repo web1 --config \(trial.folder)/etc"
        try await trial.run("sh", ["-euc", secret]).required()
        try await trial.edit("etc/postern.toml") { $0 + "\n[maintenance]\ndrain = \"\(drain)\"\n" }
        try await trial.edit("etc/repos.d/web1.toml") { $0 + "\n" + rules + "\n" }
        try await trial.postern("policy", "check", "--fix").required()
    }

    /// Rules under which all but the newest snapshot goes.
    static let onlyNewest = "protect = \"0s\"\nmax_remove = \"100%\"\n[keep]\nlast = 1"

    /// Makes a file of random bytes and backs it up; the file's path.
    @discardableResult
    func backup(_ name: String = "file", bytes: Int = 3_000_000, _ arguments: String...) async throws -> String {
        let file = "\(trial.folder)/files/\(name)"
        try await trial.run(
            "sh", ["-euc", "mkdir -p \(trial.folder)/files; head -c \(bytes) /dev/urandom >\(file)"]
        ).required()
        try await trial.restic(as: "web1", ["backup", "\(trial.folder)/files"] + arguments).required()
        return file
    }

    /// The short ids of the snapshots that are there.
    func snapshots() async throws -> Set<String> {
        let list = "ls \(trial.folder)/storage/web1/snapshots | cut -c 1-8"
        return Set(try await trial.run("sh", ["-c", list]).required().lines)
    }

    /// How many packs there are.
    func packs() async throws -> Int {
        try await trial.run("find", ["\(trial.folder)/storage/web1/data", "-type", "f"]).required().lines.count
    }

    /// That every byte is sound, and that every snapshot can be restored.
    func expectWhole(_ moment: Comment? = nil) async throws {
        let check = try await trial.resticLocally("web1", ["--no-lock", "check", "--read-data"])
        #expect(check.isSuccess && check.lines.last == "no errors were found", moment ?? "\(check)")
        for id in try await snapshots() {
            let target = "\(trial.folder)/restored-\(id)"
            let restored = try await trial.resticLocally("web1", ["--no-lock", "restore", id, "--target", target])
            #expect(restored.isSuccess && !restored.error.contains("error"), "\(restored)")
        }
    }

    /// The run that the newest report of a kind is about.
    func lastRun(_ kind: String) async throws -> String {
        let history = try await trial.postern("maintenance", "history", "web1", "--json").required()
        let line = try #require(history.lines.last { $0.contains("\"kind\":\"\(kind)\"") })
        return String(try #require(line.firstMatch(of: /"run":([0-9]+)/)).1)
    }
}
