import Peer
import Siege
import Testing

@Suite("A power cut")
struct PowerCutTests {
    @Test("Leaves each object of an init and a backup absent or whole, and the trail with its row")
    func restic() throws {
        let castle = try Castle()
        var record = try Record(of: castle)
        try castle.doors.finish(castle.doors.restic(["init"], through: record.door()), "init")
        try record.add()
        let file = try castle.makeFile("random", 700_000)
        try castle.doors.finish(castle.doors.restic(["backup", file], through: record.door()), "backup")
        try record.add()
        let examination = try Examination(record, of: castle)
        let found = try examination.findings().prefix(2)
        #expect(found == [])
        print(record.calls.count, examination.moments.count, examination.wrecks, examination.sightings, examination.answered.count)
    }
}

@Suite("A gate that is killed, and a power cut later")
struct KillAndPowerCutTests {
    @Test(
        "While it makes a repository's folders: what later sessions store stays",
        arguments: [2, 3, 4])
    func skeleton(flush: Int) throws {
        let castle = try Castle()
        var record = try Record(of: castle)
        let killed = try record.gate(fault: Record.Fault("fsync", flush, "signal=KILL"))
        #expect(try killed.leave() == .exited(137))
        try record.add()
        let gate = try record.gate()
        for sample in [Sample.key, .config, Sample("data", 5000, seed: 1)] { #expect(try gate.store(sample) == 200) }
        try gate.leave()
        try record.add()
        let examination = try Examination(record, of: castle)
        let found = try examination.findings([.nothing]).prefix(2)
        #expect(found == [])
        print(record.calls.count, examination.moments.count, examination.wrecks, examination.sightings, examination.answered.count)
    }
}
