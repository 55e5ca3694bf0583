import Peer
import Policy
import Secrets
import Sodium
import Testing
import Trial

@Suite("Secrets, cut at every system call") struct SecretCutTests {
    /// The calls by which files are changed, and what stands between them.
    private static let calls = [
        "openat", "write", "fsync", "fchmod", "renameat", "unlinkat", "flock", "close", "exit_group",
    ]

    @Test("A rotation that is killed leaves every secret as it was, and the next one ends it", arguments: calls)
    func rotation(call: String) async throws {
        let trial = try await Trial()
        let vault = Vault(.coordinator, state: "\(trial.folder)/state", credentials: nil)
        try await set("first", "value-1", trial)
        try await set("second", "value-2", trial)
        var cuts = 0
        while try await !isWhole(trial, cutAt: call, cuts + 1, "rotate-key") {
            cuts += 1
            #expect(try text("first", vault) == "value-1", "\(call) \(cuts)")
            #expect(try text("second", vault) == "value-2", "\(call) \(cuts)")
            try #require(cuts < 400)
        }
        #expect(cuts > 0, "\(call) was never met")
        try await trial.postern("secret", "rotate-key").required()
        #expect(try !vault.isBetweenKeys())
        #expect(try text("first", vault) == "value-1" && text("second", vault) == "value-2")
    }

    @Test(
        "A set that is killed leaves the old secret or the new one",
        arguments: ["openat", "write", "fsync", "renameat"])
    func replacement(call: String) async throws {
        let trial = try await Trial()
        let vault = Vault(.coordinator, state: "\(trial.folder)/state", credentials: nil)
        try await set("first", "old", trial)
        let input = try await file(holding: "new", trial)
        var cuts = 0
        while try await !isWhole(trial, cutAt: call, cuts + 1, "set", "first", input: input) {
            cuts += 1
            #expect(["old", "new"].contains(try text("first", vault)), "\(call) \(cuts)")
            try #require(cuts < 400)
        }
        #expect(cuts > 0, "\(call) was never met")
        #expect(try text("first", vault) == "new")
    }

    /// Runs a command that is killed at one call; `true` where it came to its end before that.
    private func isWhole(
        _ trial: Trial, cutAt call: String, _ number: Int, _ arguments: String..., input: String? = nil
    ) async throws -> Bool {
        let tracing = [
            "-f", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(call):signal=KILL:when=\(number)", "-e",
            "signal=none",
        ]
        let command = ["\(trial.programs)/postern", "secret"] + arguments + ["--config", "\(trial.folder)/etc"]
        let run = try await trial.run("strace", tracing + command, input: input)
        guard run.status != .killed(signal: 9) else { return false }
        try run.required()
        return true
    }

    private func set(_ name: String, _ value: String, _ trial: Trial) async throws {
        let run = try await trial.run(
            "\(trial.programs)/postern", ["secret", "set", name, "--config", "\(trial.folder)/etc"],
            input: file(holding: value, trial))
        try run.required()
    }

    private func file(holding value: String, _ trial: Trial) async throws -> String {
        try await trial.edit("keys/\(value)") { _ in value }
        return "\(trial.folder)/keys/\(value)"
    }

    private func text(_ name: String, _ vault: Vault) throws -> String {
        let name = try #require(Name(name))
        return try unsafe vault.open(name).withBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
