import Peer
import Siege
import Testing

@Suite("One system call that goes wrong")
struct FaultTests {
    /// In a gate: where it is killed before the call, or what the kernel answers instead.
    static let inGate = [
        ("fsync", "1", "signal=KILL"), ("fsync", "2", "signal=KILL"), ("fsync", "3", "signal=KILL"),
        ("renameat2", "1", "signal=KILL"), ("renameat2", "2", "signal=KILL"), ("write", "2", "signal=KILL"),
        ("flock", "1", "signal=KILL"), ("exit_group", "1", "signal=KILL"),
        ("fsync", "1", "error=EIO"), ("fsync", "2", "error=EIO"), ("fsync", "3+", "error=EIO"),
        ("renameat2", "2", "error=EIO"), ("write", "2", "error=ENOSPC"), ("flock", "2", "error=EWOULDBLOCK"),
        ("newfstatat", "40+2", "error=EIO"), ("unlinkat", "3+", "error=EIO"),
    ].map { Fault($0.0, $0.1, $0.2) }

    /// In the ledger.
    static let inLedger = [
        ("pwrite64", "20", "signal=KILL"), ("pwrite64", "61", "signal=KILL"),
        ("fdatasync", "1", "signal=KILL"), ("fdatasync", "3", "signal=KILL"), ("fdatasync", "5", "signal=KILL"),
        ("sendto", "1", "signal=KILL"), ("sendto", "4", "signal=KILL"), ("sendto", "12", "signal=KILL"),
        ("pwrite64", "20", "error=ENOSPC"), ("pwrite64", "20+", "error=ENOSPC"), ("pwrite64", "30", "error=EIO"),
        ("fdatasync", "2", "error=EIO"), ("fdatasync", "4+", "error=EIO"), ("accept4", "1", "error=EMFILE"),
    ].map { Fault($0.0, $0.1, $0.2) }

    @Test("In a gate, loses nothing that was answered, and leaves nothing behind", arguments: inGate)
    func gate(fault: Fault) throws {
        let castle = try Castle()
        try castle.startLedger()
        try castle.doors.gate().leave()
        let told = try upload(castle.doors.gate(fault: fault))
        try reckon(castle, told)
    }

    @Test("In the ledger, loses nothing that was answered, and leaves nothing behind", arguments: inLedger)
    func ledger(fault: Fault) throws {
        let castle = try Castle()
        try castle.startLedger()
        try castle.doors.gate().leave()
        try castle.endLedger()
        try castle.startLedger(fault: fault)
        let told = try upload(castle.doors.gate())
        try reckon(castle, told)
    }

    /// Uploads what it can.
    ///
    /// - Returns: the status of each sample that was answered.
    private func upload(_ gate: Peer) throws -> [String: Int] {
        var told: [String: Int] = [:]
        for sample in Castle.samples.prefix(2) { told[sample.path] = try? gate.store(sample) }
        let uploads = Castle.samples.dropFirst(2).map { sample in
            (sample.path, try? gate.start("POST", "/\(sample.path)", body: sample.bytes))
        }
        for (path, upload) in uploads { told[path] = try? upload.map { try gate.finish($0).status } }
        _ = try gate.leave()
        #expect(told.values.allSatisfy { [200, 500, 503, 507].contains($0) }, "\(told)")
        return told
    }

    private func reckon(_ castle: Castle, _ told: [String: Int]) throws {
        try castle.endLedger()
        let stored = castle.stored()
        for (path, status) in told where status == 200 { #expect(stored.contains(path)) }
        try castle.startLedger()
        let gate = try castle.doors.gate()
        for sample in stored.contains("config") ? Castle.samples.dropFirst() : Castle.samples[...] {
            #expect(try gate.store(sample) == 200)
        }
        #expect(try gate.leave() == .exited(0))
        try castle.endLedger()
        #expect(try Reckoning(castle, clients: ["web1"]).problems == [])
    }
}
