import Policy
import Testing

@Suite("A refusal") struct RefusalTests {
    @Test("keeps the word that the trail stores")
    func words() {
        #expect(
            Refusal.allCases.map(\.rawValue) == [
                "not-served", "client-unknown", "client-disabled", "client-expired", "outside-hours",
                "source-not-allowed",
                "key-not-of-client", "no-repository", "repository-not-granted", "bad-place", "repository-missing",
                "repository-vanished",
                "repository-nested", "too-many-repositories", "too-many-sessions", "too-many-refusals",
                "maintenance-ran",
                "maintenance-runs", "mandate-invalid", "append-only",
                "config-differs", "keys-after-init", "key-malformed", "init-in-progress", "lock-of-other",
                "too-many-locks", "too-many-keys",
                "too-large", "read-none", "read-budget", "upload-per-day", "snapshots-per-day", "rows-per-day",
                "too-much-at-once",
                "wrong-hash",
                "wrong-length", "quota",
                "max-objects", "floor", "disk-full",
            ])
    }

    @Test("says why and what to do, in two short lines of printable text", arguments: Refusal.allCases)
    func explanation(of refusal: Refusal) throws {
        let (reason, hint) = refusal.explanation
        for line in [reason, hint] {
            #expect((10...200).contains(line.utf8.count))
            #expect(line.utf8.allSatisfy { (0x20...0x7e).contains($0) })
            #expect(!line.hasSuffix("."))
            #expect(try #require(line.first).isLowercase)
        }
    }

    @Test("about space is one of four, and no other")
    func space() {
        #expect(Refusal.allCases.filter { $0.kind == .space } == [.quota, .maxObjects, .floor, .diskFull])
    }
}
