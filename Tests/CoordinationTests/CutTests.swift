import Foundation
import Glibc
import Testing

/// `kill -9` before each system call that changes something, of the real program.
@Suite("A change that is cut off", .serialized) struct CutTests {
    /// The calls that fill, flush, name and remove files; one that is made and not filled yet is there before `write`.
    static let calls = ["write", "fsync", "renameat", "unlinkat", "fchmod"]

    @Test("leaves the old policy or the new one, whichever call it was cut at", arguments: calls)
    func client(call: String) throws {
        try cut(call, ["client", "remove", "web1", "--yes"])
    }

    @Test("of keys, too", arguments: ["write", "fsync", "renameat", "unlinkat"])
    func key(call: String) throws {
        try cut(call, ["key", "revoke", KeyTests.fingerprint])
    }

    private func cut(_ call: String, _ command: [String]) throws {
        let strace = "/usr/bin/strace"
        try #require(FileManager.default.isExecutableFile(atPath: strace), "apt-get install strace")
        let desk = try KeyTests.desk()
        desk.postern("client", "add", "web2", "--repo", "web1", "--pubkey", "-", input: SampleKey.second)
        // The lines for sshd name the gate beside the program, and both programs must agree on it.
        #expect(try run(Self.postern, ["policy", "check", "--fix", "--config", desk.path("etc")]) == 0)
        let saved = desk.path("saved")
        try FileManager.default.copyItem(atPath: desk.path("etc"), toPath: saved)
        let old = try desk.policy()
        #expect(try run(Self.postern, command + ["--config", desk.path("etc")]) == 0)
        let new = try desk.policy()
        #expect(old != new)
        var (number, kills, outcomes) = (0, 0, Set<Bool>())
        while true {
            number += 1
            try FileManager.default.removeItem(atPath: desk.path("etc"))
            try FileManager.default.copyItem(atPath: saved, toPath: desk.path("etc"))
            let status = try run(
                strace,
                [
                    "-f", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(call):signal=KILL:when=\(number)",
                    "-e", "signal=none", Self.postern,
                ] + command + ["--config", desk.path("etc")])
            if status == 0 { break }
            kills += 1
            // What sshd reads is whole at every moment.
            let lines = try #require(desk.text("etc/authorized_keys"))
            #expect(lines == old["authorized_keys"] || lines == new["authorized_keys"], "\(call) \(number)")
            // Whoever comes next brings it to its end, or finds nothing of it.
            #expect(try run(Self.postern, ["policy", "check", "--fix", "--config", desk.path("etc")]) == 0)
            let now = try desk.policy()
            #expect(now == old || now == new, "\(call) \(number)")
            outcomes.insert(now == new)
        }
        #expect(kills > 0)
        #expect(try desk.policy() == new)
    }

    /// Programs and tests are built into the same folder.
    static let postern: String = {
        let test = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: test ?? "/").deletingLastPathComponent().appending(path: "postern").path
    }()

    private func run(_ program: String, _ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    }
}
