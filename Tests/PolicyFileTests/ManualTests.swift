import Testing

@testable import PolicyFile

@Suite("The manual of the policy") struct ManualTests {
    @Test("names every key that is read, and no other")
    func complete() {
        func names(_ title: String) -> [String] {
            PolicyManual.sections.first { $0.title == title }?.keys.map(\.name).sorted() ?? []
        }
        #expect(names("POSTERN.TOML") == GatewayKeys.all.map(\.name).sorted())
        #expect(names("[STORAGE.NAME], KIND LOCAL") == StorageKeys.local.map(\.name).sorted())
        #expect(names("[STORAGE.NAME], KIND S3") == StorageKeys.bucket.map(\.name).sorted())
        #expect(names("[SANDBOX]") == GatewayKeys.sandbox.map(\.name).sorted())
        #expect(names("[AUDIT]") == GatewayKeys.audit.map(\.name).sorted())
        #expect(names("[MAINTENANCE]") == GatewayKeys.maintenance.map(\.name).sorted())
        #expect(names("CLIENTS.D/NAME.TOML") == ClientKeys.all.map(\.name).sorted())
        #expect(names("REPOS.D/NAME.TOML") == RepositoryKeys.all.map(\.name).sorted())
        #expect(names("[KEEP] OF REPOS.D/NAME.TOML") == RepositoryKeys.keep.map(\.name).sorted())
        #expect(names("[SCHEDULE] OF REPOS.D/NAME.TOML") == RepositoryKeys.schedule.map(\.name).sorted())
    }
}
