import Peer
import Siege
import Testing

@Suite("A power cut")
struct PowerCutTests {
    @Test("Leaves each object of restic's init and backup absent or whole, what was answered, and the row of each")
    func restic() throws {
        let castle = try Castle()
        var record = try Record(of: castle)
        let doors = castle.doors
        try doors.finish(doors.restic(["init"], through: record.door()), "init")
        try record.add()
        let file = try castle.makeFile("random", 700_000)
        try doors.finish(doors.restic(["backup", "--no-cache", file], through: record.door()), "backup")
        try record.add()
        let examination = try Examination(record, of: castle)
        #expect(try examination.unfaithful() == [])
        // The key, the config, the lock, two packs, the index, the snapshot, and the lock's removal.
        #expect(examination.answeredChanges == 8)
        #expect(try examination.findings() == [])
        #expect(examination.sightings > examination.moments.count)
    }

    @Test("Leaves what a host stored at once with other things, and took away again, as it was told; and all can go on")
    func parallel() throws {
        let castle = try Castle()
        let record = try castle.recordOfUploads()
        let examination = try Examination(record, of: castle)
        #expect(try examination.unfaithful() == [])
        #expect(examination.answeredChanges == 12)
        #expect(try examination.findings() == [])
        var chance = Chance(seed: 11)
        for survival in Survival.allCases {
            let moment = try #require(examination.moments.randomElement(using: &chance))
            try goOn(examination.castle(after: moment, survival), "cut after \(moment), survives \(survival)")
        }
    }

    /// After a power cut the ledger starts, every upload can be tried again, and store, trail and catalog agree.
    private func goOn(_ castle: Castle, _ circumstance: Comment) throws {
        try castle.startLedger()
        let gate = try castle.doors.gate()
        // Once there is a config, no key is taken any more, not even the same one.
        let isConfigured = try gate.ask("HEAD", "/config").status == 200
        for sample in isConfigured ? Castle.samples.dropFirst() : Castle.samples[...] {
            #expect(try gate.store(sample) == 200, circumstance)
        }
        #expect(try gate.leave() == .exited(0), circumstance)
        try castle.endLedger()
        #expect(try Reckoning(castle, clients: ["web1"]).problems == [], circumstance)
    }
}

@Suite("The examination of a power cut finds it when")
struct ExaminationTests {
    @Test("an object gets its name before its bytes are flushed")
    func bytes() throws {
        let problems = try problems { $0.name == "fsync" && $0.isOn("/tmp/") }
        #expect(problems.contains { $0.contains("is there, but not whole") || $0.contains("is not there") })
    }

    @Test("an upload is answered before its name is flushed")
    func names() throws {
        let problems = try problems { $0.name == "fsync" && $0.isOn("/snapshots") }
        #expect(
            problems.contains { $0.hasPrefix("snapshots/") && $0.hasSuffix("was answered with 200, and is not there") })
    }

    @Test("a repository's folders are not flushed")
    func folders() throws {
        let problems = try problems { $0.name == "fsync" && $0.isOn("/data") }
        #expect(problems.contains { $0.contains("data/") && $0.contains("was answered with 200, and is not there") })
    }

    @Test("a removal is answered before it is flushed")
    func removals() throws {
        let problems = try problems { $0.name == "fsync" && $0.isOn("/locks") }
        #expect(problems.contains { $0.contains("was removed, and is there") || $0.contains("is not there") })
    }

    @Test("an object gets its name before its row is flushed")
    func rows() throws {
        let problems = try problems { $0.name == "fdatasync" && $0.isOn("/audit.sqlite-wal") }
        #expect(problems.contains { $0.contains("but the trail has no row for it") })
    }

    /// The problems of a session that is as it was, but for some calls that it does not make.
    private func problems(without condition: (Call) -> Bool) throws -> [String] {
        let castle = try Castle()
        let record = try castle.recordOfUploads()
        let left = record.without(condition)
        #expect(left.calls.count < record.calls.count)
        return try Examination(left, of: castle).findings([.nothing]).map(\.problem)
    }
}

@Suite("A gate that is killed, and a power cut later")
struct KillAndPowerCutTests {
    @Test("While it makes a repository's folders: what later sessions store stays", arguments: [2, 3, 4])
    func skeleton(flush: Int) throws {
        let castle = try Castle()
        var record = try Record(of: castle)
        let killed = try record.gate(fault: Fault("fsync", "\(flush)", "signal=KILL"))
        #expect(try killed.leave() == .exited(137))
        try record.add()
        let gate = try record.gate()
        for sample in Castle.samples.prefix(3) { #expect(try gate.store(sample) == 200) }
        try gate.leave()
        try record.add()
        #expect(try Examination(record, of: castle).findings([.nothing]) == [])
    }
}

@Suite("An upload that is tried again, and a power cut later")
struct RetryAndPowerCutTests {
    @Test("Stays, also where a gate was killed between the object's name and its flush")
    func saving() throws {
        let castle = try Castle()
        var record = try Record(of: castle)
        let gate = try record.gate()
        for sample in Castle.samples.prefix(2) { #expect(try gate.store(sample) == 200) }
        try gate.leave()
        try record.add()
        // A worker's first flush is the file's, its second the folder's.
        let killed = try record.gate(fault: Fault("fsync", "2", "signal=KILL"))
        #expect(throws: PeerError.self) { try killed.store(Castle.samples[2]) }
        _ = try? killed.leave()
        try record.add()
        let again = try record.gate()
        #expect(try again.store(Castle.samples[2]) == 200)
        try again.leave()
        try record.add()
        #expect(try Examination(record, of: castle).findings([.nothing]) == [])
    }
}

extension Castle {
    /// What is uploaded: first what makes a repository, then the rest at once.
    static let samples =
        [Sample.key, .config, Sample("data", 5000, seed: 1)]
        + (2...6).map { Sample("data", 90_000 * $0, seed: UInt64($0)) }
        + [Sample("index", 300, seed: 7), Sample("snapshots", 200, seed: 8), Sample("locks", 150, seed: 9)]

    /// One session that uploads all samples, and removes the lock.
    func recordOfUploads() throws -> Record {
        var record = try Record(of: self)
        let gate = try record.gate()
        for sample in Self.samples.prefix(3) { #expect(try gate.store(sample) == 200) }
        let uploads = try Self.samples.dropFirst(3).map { try gate.start("POST", "/\($0.path)", body: $0.bytes) }
        for upload in uploads { #expect(try gate.finish(upload).status == 200) }
        let lock = try #require(Self.samples.last)
        #expect(try gate.ask("DELETE", "/\(lock.path)").status == 200)
        try gate.leave()
        try record.add()
        return record
    }
}
