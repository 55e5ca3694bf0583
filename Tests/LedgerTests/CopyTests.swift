import Crypto
import Glibc
import LedgerClient
import LedgerWire
import Linux
import Policy
import Restic
import Testing
import Trail

@Suite("Copies at syslog") struct CopyTests {
    private let scratch: Scratch
    private var log: String { "\(scratch.path)/log" }

    init() throws { scratch = try Scratch() }

    @Test("Sessions, removals, refusals and acts of admins are copied from a confined ledger, word for word")
    func copied() throws {
        let server = try SyslogServer(at: log)
        let ledger = try LedgerProcess(state: nil, "log=\(log)")
        let session = try ledger.session(opening())
        _ = try session.save(lock(1)).get()
        _ = try session.save(pack(1)).get()
        session.done(try session.remove(lock(1)).get())
        try session.noteRefusal(.remove, pack(1), .appendOnly)
        session.close(SessionCounts())
        try LedgerAdmin.record(
            socket: ledger.socket, actor: "alice", action: .clientAdd, object: "db1", detail: [.init("key", "SHA256:k")]
        )
        #expect(ledger.stop() == 0)
        #expect(ledger.log.contains("confined: landlock-"), "\(ledger.log)")
        let rows = try TrailReader(ledger.trail).rows()
        let copies = try server.messages()
        let actions: [Action] = [.open, .remove, .remove, .close, .clientAdd]
        #expect(copies.map { $0.head[5] } == actions.map(\.rawValue))
        #expect(copies.map { $0.priority - 80 } == [6, 5, 4, 6, 5])
        for copy in copies {
            let row = try #require(rows.first { "\($0.seq)" == copy["seq"] })
            #expect(copy.head[0] == "1" && copy.head[1] == "\(row.at)" && copy.head[3] == "postern-ledger")
            #expect(copy.element == "postern@32473")
            #expect(try copy.text("client") == (row.entry.client.isEmpty ? nil : row.entry.client))
            #expect(try copy.text("reason") == (row.entry.reason.isEmpty ? nil : row.entry.reason))
            #expect(copy["leaf"] == Base64.encode(try TreeHasher().leaf(row.line).bytes))
        }
        #expect(copies.last?["actor"] == "alice" && copies.last?["key"] == "SHA256:k")
    }

    @Test("What a client says forges neither a value nor a message")
    func escaped() throws {
        let server = try SyslogServer(at: log)
        let ledger = try LedgerProcess(state: nil, "log=\(log)")
        let hostile = "x\"] \\ <83>1 - - - - [postern@32473 seq=\"9\"]\r\n\u{1b}[2J \u{202e}\u{1F480}"
        let session = try ledger.session(opening { $0.asked = hostile })
        try session.noteRefusal(.request, nil, .notServed, asked: hostile)
        session.close(SessionCounts())
        ledger.stop()
        let copies = try server.messages()
        #expect(copies.count == 3)
        for copy in copies.prefix(2) { #expect(try copy.text("asked") == hostile) }
    }

    @Test("Nobody waits for a syslog that reads nothing; what it missed is counted and told")
    func full() throws {
        let server = try SyslogServer(at: log)
        let ledger = try LedgerProcess(state: nil, "log=\(log)")
        let session = try ledger.session(opening())
        for number in 0..<1000 { try session.noteRefusal(.remove, pack(number), .appendOnly) }
        let early = try server.messages()
        #expect((1..<1000).contains(early.count))
        try session.noteRefusal(.remove, pack(1000), .appendOnly)
        let late = try server.messages()
        #expect(late.map { $0.head[5] } == ["copies-lost", "remove"])
        #expect(late.first?["lost"] == "\(1001 - early.count)" && late.first?["before"] == late.last?["seq"])
        ledger.stop()
        #expect(try TrailReader(ledger.trail).count() == 1003)
        #expect(ledger.log.contains("syslog takes no copies") && ledger.log.contains("syslog takes copies again"))
    }

    @Test("Without a syslog the ledger works, and one that comes later hears what it missed")
    func absent() throws {
        let ledger = try LedgerProcess(state: nil, "log=\(log)")
        let session = try ledger.session(opening())
        try session.noteRefusal(.remove, pack(1), .appendOnly)
        let server = try SyslogServer(at: log)
        try session.noteRefusal(.remove, pack(2), .appendOnly)
        #expect(try server.messages().map { $0["lost"] ?? $0["seq"] } == ["2", "3"])
    }

    @Test("What was not written is not copied")
    func rolledBack() throws {
        let server = try SyslogServer(at: log)
        let disk = try SmallDisk()
        let ledger = try LedgerProcess(state: disk.path, "log=\(log)")
        let session = try ledger.session(opening())
        try disk.fill()
        while (try? session.noteRefusal(.remove, pack(1), .appendOnly)) != nil { _ = try server.messages() }
        _ = try server.messages()
        #expect(throws: LedgerError.full) { try session.noteRefusal(.remove, pack(2), .appendOnly) }
        #expect(try server.messages().isEmpty)
        disk.empty()
        try session.noteRefusal(.remove, pack(3), .appendOnly)
        #expect(try server.messages().map { try $0.text("object") } == ["\(pack(3))"])
    }
}
