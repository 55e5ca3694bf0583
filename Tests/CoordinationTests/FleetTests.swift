import Fleet
import Foundation
import Testing

/// What an act costs must not grow with the number of clients: counted in system calls, not in time.
@Suite("A fleet") struct FleetTests {
    private struct Cost {
        var opened = 0
        var read = 0
    }

    private func desk(_ count: Int) throws -> Desk {
        let desk = try Desk()
        desk.setUp()
        try Fleet.add(0..<count, to: desk.path("etc"))
        #expect(try run(desk, ["policy", "check", "--fix"]) == 0)
        return desk
    }

    private func run(_ desk: Desk, _ arguments: [String]) throws -> Int32 {
        try Traced.run([CutTests.postern] + arguments + ["--config", desk.path("etc")]).status
    }

    private func cost(_ desk: Desk, _ words: [String]) throws -> Cost {
        let traced = try Traced.run(
            ["/usr/bin/strace", "-f", "-y", "-e", "trace=openat,read,pread64", "-o", desk.path("trace")] + words)
        #expect(traced.status == 0 || words[0].hasSuffix("gate"))
        var cost = Cost()
        let folder = desk.path("etc")
        for line in desk.text("trace")?.split(separator: "\n") ?? [] where line.contains(folder) {
            guard let result = line.split(separator: "=").last.flatMap({ Int($0.split(separator: " ").first ?? "") })
            else {
                cost.opened += line.contains("openat(") ? 1 : 0
                continue
            }
            if line.contains("openat(") { cost.opened += 1 } else { cost.read += max(result, 0) }
        }
        return cost
    }

    @Test("A login costs the same with 20 clients and with 2000: the lines for sshd, and the gate's start")
    func login() throws {
        var costs: [(keys: Cost, gate: Cost)] = []
        for count in [20, 2000] {
            let desk = try desk(count)
            let key = Fleet.key(7).split(separator: " ").map(String.init)
            let keys = try cost(
                desk,
                [CutTests.postern, "authorized-keys", NSUserName()] + key + ["--config", desk.path("etc")])
            let gate = try cost(
                desk,
                [
                    CutTests.postern + "-gate", "serve", "--client", Fleet.name(7), "--config", desk.path("etc"),
                ])
            costs.append((keys, gate))
        }
        #expect(costs[0].keys.opened == costs[1].keys.opened)
        // Eleven halvings more are at most so many small reads more.
        #expect(costs[1].keys.read < costs[0].keys.read + 128 * 1024, "\(costs)")
        #expect(costs[0].gate.opened == costs[1].gate.opened && costs[0].gate.opened > 0, "\(costs)")
        #expect(costs[0].gate.read == costs[1].gate.read, "\(costs)")
    }

    @Test("client add reads no file of another client")
    func add() throws {
        let desk = try desk(1500)
        desk.postern("repo", "add", "web1", "--at", "main:web1")
        // The second look at files that are two seconds old is the last one.
        sleep(3)
        #expect(try run(desk, ["policy", "check", "--fix"]) == 0)
        let cost = try cost(
            desk,
            [
                CutTests.postern, "client", "add", "new", "--repo", "web1", "--mint", desk.path("key"), "--config",
                desk.path("etc"),
            ])
        #expect(cost.opened < 100, "\(cost)")
        #expect(desk.text("etc/authorized_keys")?.split(separator: "\n").count == 1 + 2 * 1501)
        #expect(try run(desk, ["policy", "check"]) == 0)
    }
}

/// A run of a program, to its end.
enum Traced {
    static func run(_ words: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: words[0])
        process.arguments = Array(words.dropFirst())
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
