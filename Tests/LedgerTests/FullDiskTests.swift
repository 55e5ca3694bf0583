import Glibc
import LedgerClient
import LedgerWire
import Linux
import Policy
import Restic
import Testing
import Trail

/// A file system of sixteen mebibytes that is gone after the test.
final class SmallDisk {
    let scratch: Scratch
    var path: String { scratch.path }

    init() throws {
        scratch = try Scratch()
        try #require(unsafe mount("none", scratch.path, "tmpfs", 0, "size=16m") == 0, "mount needs root")
    }

    deinit { _ = unsafe umount2(scratch.path, Int32(MNT_DETACH)) }

    /// Fills it up, to the last page.
    func fill() throws {
        let file = try Descriptor.at("\(path)/filler", O_WRONLY | O_CREAT | O_APPEND, mode: 0o600)
        let page = [UInt8](repeating: 1, count: 4096)
        while (try? file.write(all: page)) != nil {}
    }

    /// Makes room again.
    func empty() { _ = unsafe unlink("\(path)/filler") }
}

@Suite("When the ledger's disk is full", .serialized) struct FullDiskTests {
    @Test("Whoever waits for a row hears of it, no permit is given, and the same session works once there is room")
    func full() throws {
        let disk = try SmallDisk()
        let ledger = try LedgerProcess(state: disk.path)
        let session = try ledger.session(opening { $0.limits.quota = .kibibytes(8 * 400) })
        var rows: [UInt64] = []
        try disk.fill()
        var isFull = false
        for number in 0..<200 {
            do {
                rows.append(try session.save(pack(number)).get())
            } catch let error as LedgerError {
                #expect(error == .full)
                isFull = true
                break
            }
        }
        #expect(isFull)
        #expect(throws: LedgerError.full) { _ = try session.save(pack(999)) }
        #expect(throws: LedgerError.full) { _ = try ledger.session(opening("web2")) }
        #expect(session.isAlive)
        disk.empty()
        for number in 200..<300 { rows.append(try session.save(pack(number)).get()) }
        #expect(session.close(SessionCounts()))
        #expect(ledger.stop() == 0)
        let stored = try TrailReader(ledger.trail).rows()
        #expect(stored.map(\.seq) == Array(1...UInt64(stored.count)))
        #expect(stored.filter { $0.entry.action == .save }.map(\.seq) == rows)
        #expect(ledger.log.contains("there is room again"))
    }

    @Test("A gate that dies meanwhile gets its last row later, and its reservations are free")
    func death() throws {
        let disk = try SmallDisk()
        let ledger = try LedgerProcess(state: disk.path)
        let limits: (inout SessionOpening) -> Void = { $0.limits.quota = .kibibytes(8) }
        do {
            let dying = try ledger.session(opening(with: limits))
            guard case .granted(let reservation) = try dying.reserve(pack(1), .zero, free: .unlimited) else {
                Issue.record("an empty quota is used up")
                return
            }
            try disk.fill()
            while (try? dying.noteRefusal(.remove, .config, .appendOnly)) != nil {}
            _ = consume reservation
        }
        disk.empty()
        let next = try ledger.session(opening(with: limits))
        _ = try next.save(pack(2)).get()
        next.close(SessionCounts())
        ledger.stop()
        let closes = try TrailReader(ledger.trail).rows().filter { $0.entry.action == .close }
        #expect(closes.map(\.entry.reason) == ["gate died", ""])
    }

    @Test("Uploads that failed for it hold no room of the quota")
    func quota() throws {
        let disk = try SmallDisk()
        let ledger = try LedgerProcess(state: disk.path)
        let session = try ledger.session(opening { $0.limits.quota = .kibibytes(8 * 2) })
        guard case .granted(let first) = try session.reserve(pack(1), ByteCount(bytes: 1), free: .unlimited),
            case .granted(let second) = try session.reserve(pack(2), ByteCount(bytes: 1), free: .unlimited)
        else {
            Issue.record("an empty quota is used up")
            return
        }
        try disk.fill()
        while (try? session.noteRefusal(.remove, .config, .appendOnly)) != nil {}
        var heard: LedgerError?
        do throws(LedgerError) { _ = try session.permitSave(first) } catch { heard = error }
        #expect(heard == .full)
        session.release(second)
        disk.empty()
        _ = try session.save(pack(3), 1).get()
        _ = try session.save(pack(4), 1).get()
        #expect(throws: Refusal.quota) { _ = try session.save(pack(5), 1).get() }
    }

    @Test("Killed while it was full, it comes up again and knows all that it said")
    func killed() throws {
        let disk = try SmallDisk()
        let ledger = try LedgerProcess(state: disk.path)
        let session = try ledger.session(opening())
        try disk.fill()
        var rows: [UInt64] = []
        while case .success(let row)? = try? session.save(pack(rows.count)) { rows.append(row) }
        ledger.stop(SIGKILL)
        disk.empty()
        try ledger.launch()
        _ = try ledger.session(opening("web2"))
        #expect(try TrailReader(ledger.trail).rows().filter { $0.entry.action == .save }.map(\.seq) == rows)
    }
}
