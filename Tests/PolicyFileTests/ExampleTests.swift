import Foundation
import Policy
@testable import PolicyFile
import Testing

@Suite("The example files") struct ExampleTests {
    private static let files = ["postern.toml", "clients.d/web1.toml", "repos.d/web1.toml"]

    private func example(_ name: String) throws -> String {
        let config = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../config")
        return try String(contentsOf: config.appending(path: name), encoding: .utf8)
    }

    /// Every key that stands as a comment, put into force.
    private func inForce(_ text: String) throws -> String {
        text.replacing(try Regex("(?m)^#(?=\\[[a-z.]+\\]$|[a-z_]+ = )"), with: "")
    }

    private func policy(_ change: (String) throws -> String) throws -> ScratchPolicy {
        let policy = try ScratchPolicy()
        for name in Self.files { try policy.write(name, change(example(name))) }
        return policy
    }

    @Test("are a policy")
    func load() throws {
        let policy = try policy { $0 }
        try policy.writeIndex()
        #expect(policy.folder.check().isEmpty)
        #expect(try policy.folder.gate(for: #require(Name("web1")))?.repositories.count == 1)
    }

    @Test("show each default as it is: with all of them in force nothing changes")
    func defaults() throws {
        let (asItIs, allInForce) = (try policy { $0 }, try policy(inForce))
        let plain = try asItIs.folder.all()
        let full = try allInForce.folder.all()
        #expect(full.clients == plain.clients)
        #expect(full.repositories == plain.repositories)
        var gateway = full.settings.gateway
        let name = try #require(Name("offsite"))
        let offsite = gateway.storages.removeValue(forKey: name)
        #expect(gateway == plain.settings.gateway)
        guard case .s3(let bucket) = offsite else { return #expect(Bool(false), "offsite is a bucket") }
        #expect(bucket.objectLock == nil && !bucket.singleGateway)
    }

    @Test("show every key that a file may hold")
    func keys() throws {
        let texts = try Self.files.map { try inForce(example($0)) }
        try expect(
            GatewayKeys.all.map(\.name).filter {
                !["storage", "sandbox", "audit", "maintenance", "defaults"].contains($0)
            }, in: texts[0])
        try expect(GatewayKeys.sandbox.map(\.name) + GatewayKeys.audit.map(\.name), in: texts[0])
        try expect(GatewayKeys.maintenance.map(\.name), in: texts[0])
        try expect(StorageKeys.local.map(\.name) + StorageKeys.bucket.map(\.name), in: texts[0])
        try expect(ClientKeys.all.map(\.name), in: texts[1])
        try expect(RepositoryKeys.all.map(\.name).filter { !["keep", "schedule"].contains($0) }, in: texts[2])
        try expect(RepositoryKeys.keep.map(\.name) + RepositoryKeys.schedule.map(\.name), in: texts[2])
        for table in [
            "storage.main", "storage.offsite", "sandbox", "audit", "maintenance", "defaults.client", "defaults.repo",
        ] {
            #expect(texts[0].contains("\n[\(table)]\n"))
        }
        #expect(texts[2].contains("\n[keep]\n") && texts[2].contains("\n[schedule]\n"))
    }

    private func expect(_ keys: [String], in text: String) throws {
        for key in keys {
            #expect(text.contains(try Regex("(?m)^\(key) = ")), "\(key) is not shown")
        }
    }

    @Test("Every key of the design's table is known")
    func design() {
        #expect(
            Set(ClientKeys.all.map(\.name)) == [
                "repos", "paths", "create", "max_repos", "sources", "hosts", "read", "read_budget", "locks", "keys",
                "from", "hours", "expires", "sessions", "rows_per_day", "upload_per_day", "snapshots_per_day",
                "max_silence", "disabled",
            ])
        #expect(
            Set(RepositoryKeys.all.map(\.name)) == [
                "at", "aliases", "quota", "max_objects", "password", "key", "keep", "protect", "max_remove", "hold",
                "schedule",
            ])
        #expect(
            RepositoryKeys.keep.map(\.name) == [
                "last", "hourly", "daily", "weekly", "monthly", "yearly", "within", "tags",
            ])
        // Ours beyond the design: docs/decisions/0021-trash-by-schedule.md.
        #expect(RepositoryKeys.schedule.map(\.name) == ["forget", "prune", "check", "verify"] + ["purge"])
        #expect(
            Set(StorageKeys.bucket.map(\.name)) == [
                "kind", "endpoint", "region", "bucket", "prefix", "credentials", "object_lock", "single_gateway",
            ])
        #expect(StorageKeys.local.map(\.name) == ["kind", "root", "floor"])
        #expect(
            GatewayKeys.all.map(\.name) == ["state", "storage", "sandbox", "audit", "maintenance", "defaults"])
    }
}
