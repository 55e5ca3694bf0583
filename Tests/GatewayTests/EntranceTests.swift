import Linux
import Testing

@testable import Contract
@testable import Gateway
@testable import Sandbox

/// What a gate asks the kernel to leave it. What the kernel makes of that is tried in `Tests/SandboxTests`.
@Suite("The way in")
struct EntranceTests {
    @Test("A gate may add to the repository's own folder only while it has no config")
    func beginning() throws {
        var wishes = Wishes()
        wishes.configured = false
        #expect(try appending(wishes) == [nil])
    }

    @Test("Once there is a config it may add objects, and key files where the policy says so")
    func established() throws {
        #expect(try appending(Wishes()) == ["data", "index", "snapshots"])
        #expect(try appending(.client(["keys": "\"init-only\""])) == ["data", "index", "snapshots"])
        #expect(try appending(.client(["keys": "\"add\""])) == ["data", "index", "snapshots", "keys"])
    }

    /// The parts of the repository to which names may be added for good; `nil` stands for the whole.
    private func appending(_ wishes: Wishes) throws -> [String?] {
        let scratch = try Scratch()
        let site = try PosternSite(wishes, scratch)
        return try withExtendedLifetime(site) {
            let invocation = try Invocation(
                parsing: ["serve", "--client", "web1", "--config", "\(scratch.path)/config"])
            let environment = LoginEnvironment(command: "serve restic --stdio", connection: nil, userAuth: nil)
            let entrance = Entrance.open(invocation, environment)
            guard case .open = entrance.service else { throw Breach("nobody was let in: \(entrance.service)") }
            return entrance.allowance.rows.filter { $0.rights == .appending }.map(\.part)
        }
    }
}
