import Glibc
import LedgerClient
import LedgerWire
import Linux
import Policy
import Restic
import Testing
import Trail

@testable import Ledger

@Suite("The ledger's socket") struct IntruderTests {
    /// Bytes that are no session, and what they are.
    struct Garbage: CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]

        init(_ what: String, _ bytes: [UInt8]) {
            testDescription = what
            self.bytes = bytes
        }
    }

    static let garbage = [
        Garbage("another protocol", Array("GET / HTTP/1.1\r\n\r\n".utf8)), Garbage("a length of 0", [0, 0, 0, 0]),
        Garbage("a length of 4 GiB", [255, 255, 255, 255, 1]), Garbage("no kind", [0, 0, 0, 5, 99, 0, 0, 0, 1]),
        Garbage("permitCreate first", Message.permitCreate.frame(id: 1)),
        Garbage("many zeros", Array(repeating: 0, count: 100_000)),
        Garbage("done first", Message.done(row: 1).frame(id: 1)),
        Garbage("permitSave first", Message.permitSave(reservation: 1).frame(id: 1)),
        Garbage("close first", Message.close(SessionCounts()).frame(id: 1)),
        Garbage("settle first", Message.settle(row: 1, present: true).frame(id: 1)),
        Garbage("a frame that is too long", [0, 0, 0, 14, 11, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ]

    @Test("Garbage is answered with the end of the connection, and nobody else notices", arguments: garbage)
    func refused(_ garbage: Garbage) throws {
        let ledger = try LedgerProcess()
        let session = try ledger.session(opening())
        let intruder = try Descriptor.connected(to: ledger.socket)
        try intruder.write(all: garbage.bytes)
        var answer = FrameBuffer()
        answer.append(intruder.readToEnd())
        if garbage.bytes.count < 1000 {
            let frame = try #require(try answer.next())
            #expect(try Reply.read(frame).reply == .failure(.violation))
        }
        _ = try session.save(pack(1)).get()
        #expect(try TrailReader(ledger.trail).count() == 2)
        #expect(ledger.log.utf8.allSatisfy { (0x20...0x7e).contains($0) || $0 == UInt8(ascii: "\n") })
    }

    @Test("A session cannot become another: its second opening ends it")
    func secondOpening() throws {
        let ledger = try LedgerProcess()
        let intruder = try Descriptor.connected(to: ledger.socket)
        try intruder.write(all: Message.open(try opening("web1")).frame(id: 1))
        try intruder.write(all: Message.open(try opening("web2", at: "main:web2")).frame(id: 2))
        var answers = FrameBuffer()
        answers.append(intruder.readToEnd())
        let first = try Reply.read(#require(try answers.next()))
        #expect(first.id == 1)
        let second = try Reply.read(#require(try answers.next()))
        #expect(second.reply == .failure(.violation))
        let rows = try TrailReader(ledger.trail).rows()
        #expect(rows.map(\.entry.client) == ["web1", "web1"])
        #expect(rows.map(\.entry.action) == [.open, .close])
        #expect(rows.last?.entry.outcome == .failed)
    }

    @Test("A message that is cut off by the end of the connection has not happened")
    func truncated() throws {
        let ledger = try LedgerProcess()
        do {
            let intruder = try Descriptor.connected(to: ledger.socket)
            try intruder.write(all: Message.open(try opening()).frame(id: 1))
            try intruder.write(all: Message.permitCreate.frame(id: 2).dropLast(1))
        }
        // The ledger sees the end in its own time.
        while try TrailReader(ledger.trail).count() < 2 { usleep(2000) }
        let session = try ledger.session(opening("web2"))
        _ = try session.save(pack(1)).get()
        let rows = try TrailReader(ledger.trail).rows()
        #expect(rows.filter { $0.entry.client == "web1" }.map(\.entry.action) == [.open, .close])
    }

    @Test("A flood that nobody reads the answers of is not read any further, and does not slow others down")
    func flood() throws {
        let ledger = try LedgerProcess()
        let before = try ledger.memory()
        let intruder = try Descriptor.connected(to: ledger.socket)
        _ = fcntl(intruder.raw, F_SETFL, O_NONBLOCK)
        try intruder.write(all: Message.open(try opening("web1")).frame(id: 1))
        let question = Message.mayRead(.zero).frame(id: 2)
        let many = Array(repeatElement(question, count: 1000).joined())
        var sent = 0
        while sent < 64 << 20 {
            do {
                sent += try unsafe many.withUnsafeBytes { try unsafe intruder.write(some: $0) }
            } catch {
                usleep(20_000)
                guard (try? unsafe many.withUnsafeBytes({ try unsafe intruder.write(some: $0) })) != nil else { break }
            }
        }
        #expect(sent < 64 << 20)
        let session = try ledger.session(opening("web2"))
        _ = try session.save(pack(1)).get()
        // AddressSanitizer, where it is there, keeps some of what was freed, with its own records of it.
        let quarantine = unsafe dlsym(nil, "__asan_init") == nil ? 0 : 16 << 10
        #expect(try ledger.memory() - before < (16 << 10) + quarantine)
    }

    @Test("Another user may not speak to it, even where the file's mode lets him", arguments: [0o666, 0o660])
    func otherUser(_ mode: mode_t) async throws {
        let ledger = try LedgerProcess()
        let outside = ledger.state.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        for folder in [outside, "\(ledger.state)/run"] { _ = unsafe chmod(folder, 0o755) }
        let socket = ledger.socket
        _ = unsafe chmod(socket, mode)
        await #expect(processExitsWith: .exitCode(7)) { [socket = socket as String] in
            guard setgid(65534) == 0, setuid(65534) == 0 else { exit(1) }
            do throws(LedgerError) {
                _ = try LedgerSession.open(socket: socket, SessionOpening(client: "web1"), deadline: .seconds(10))
                exit(2)
            } catch {
                exit(error == .refusedConnection ? 7 : 3)
            }
        }
        if mode == 0o666 { #expect(ledger.log.contains("uid 65534")) }
        #expect(try TrailReader(ledger.trail).count() == 0)
    }

    @Test("The gates' user may speak to it, but not as the admin")
    func gatesUser() async throws {
        let ledger = try LedgerProcess(state: nil, "gates=65534")
        let outside = ledger.state.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        _ = unsafe chmod(outside, 0o755)
        let socket = ledger.socket
        await #expect(processExitsWith: .exitCode(7)) { [socket = socket as String] in
            guard setgid(65534) == 0, setuid(65534) == 0 else { exit(1) }
            let refused = SessionOpening(client: "web1", refusal: .notServed)
            guard let session = try? LedgerSession.open(socket: socket, refused, deadline: .seconds(10)),
                session.number == 1
            else { exit(2) }
            do throws(LedgerError) {
                try LedgerAdmin.record(socket: socket, actor: "x", action: .clientAdd, object: "x")
                exit(3)
            } catch {
                exit(error == .refusedConnection ? 7 : 4)
            }
        }
    }

    @Test("Who connects and never opens a session is dropped")
    func idle() throws {
        let ledger = try LedgerProcess(state: nil, "patience=200")
        let idle = try Descriptor.connected(to: ledger.socket)
        _ = idle.readToEnd()
        let session = try ledger.session(opening())
        // A session that says nothing is not idle in this sense.
        usleep(500_000)
        #expect(session.isAlive)
    }

    @Test("On a socket of systemd's it leaves when nobody is there, and takes up what waited when it comes again")
    func activation() throws {
        let state = try Scratch()
        let socket = "\(state.path)/run/ledger.sock"
        _ = unsafe mkdir("\(state.path)/run", 0o700)
        let listener = try Descriptor.listening(at: socket)
        do {
            let waiting = try Descriptor.connected(to: socket)
            try waiting.write(all: Message.open(try opening()).frame(id: 1))
        }
        let ledger = try LedgerProcess(state: state.path, "idle=100", inherited: listener.raw)
        #expect(ledger.waitForEnd() == 0)
        #expect(try TrailReader(ledger.trail).rows().map(\.entry.action) == [.open, .close])
        #expect(unsafe access(socket, F_OK) == 0)
    }

    @Test("The program takes the socket that the environment names, if it is meant for it")
    func environment() throws {
        let state = try Scratch()
        _ = unsafe mkdir("\(state.path)/run", 0o700)
        let socket = try Descriptor.listening(at: "\(state.path)/run/ledger.sock")
        let command = "LISTEN_PID=$$ LISTEN_FDS=1 exec \(LedgerProcess.program) --state \(state.path)"
        let pid = try start("/bin/sh", ["-c", command], log: "\(state.path)/log", descriptor3: socket.raw)
        let session = try LedgerSession.open(
            socket: "\(state.path)/run/ledger.sock", opening(), deadline: .seconds(20))
        session.close(SessionCounts())
        kill(pid, SIGTERM)
        #expect(end(of: pid) == 0)
        #expect(SocketActivation.descriptor(listenPID: "1", listenFDs: "1") == nil)
        #expect(SocketActivation.descriptor(listenPID: String(getpid()), listenFDs: "2") == nil)
    }
}
