internal import Glibc
internal import HTTP2
internal import Peer

/// What a hostile host does to harm others, again and again. Its key is good, so it comes in.
public enum Habit: String, CaseIterable, Sendable {
    /// Asks for what is refused, forty at a time, until the session is ended, and comes back.
    case refusals
    /// Comes and goes.
    case reconnects
    /// Adds locks.
    case locks
    /// Uploads garbage until the quota is full, and goes on.
    case fill
    /// Uploads bodies whose hash is wrong.
    case wrong
    /// Breaks off uploads before their end.
    case broken
    /// Lists all objects.
    case lists
    /// Asks whether objects are there.
    case questions
}

/// A hostile host with one habit.
struct HostileHost {
    let client: String
    let doors: Doors
    let habit: Habit
    private let hasEnded: @Sendable () -> Bool
    private var chance: Chance
    /// What it was answered, or that it was not.
    private(set) var answers: [Int: Int] = [:]
    private(set) var sessions = 0

    init(_ client: String, _ doors: Doors, _ habit: Habit, seed: UInt64, until hasEnded: @escaping @Sendable () -> Bool)
    {
        self.client = client
        self.doors = doors
        self.habit = habit
        self.hasEnded = hasEnded
        chance = Chance(seed: seed)
    }

    mutating func run() {
        while !hasEnded() {
            // It does not care why a session ended.
            do { try session() } catch { continue }
        }
    }

    private mutating func session() throws {
        sessions += 1
        let gate = try doors.gate(client, patience: .seconds(20))
        defer { gate.kill() }
        repeat {
            switch habit {
            case .reconnects:
                note(try gate.ask("GET", "/file-1").status)
                try gate.leave()
                return
            case .refusals: try ask(gate, "DELETE", "data", 40)
            case .questions: try ask(gate, "HEAD", "data", 40)
            case .lists: note(try gate.ask("GET", "/data/").status)
            case .locks: try upload(gate, "locks", 120, count: 8)
            case .fill: try fill(gate)
            case .wrong: try uploadWrong(gate)
            case .broken: try uploadBroken(gate)
            }
        } while !hasEnded()
    }

    private mutating func note(_ status: Int?) { answers[status ?? 0, default: 0] += 1 }

    private mutating func ask(_ gate: Peer, _ method: String, _ folder: String, _ count: Int) throws {
        let path = "/\(folder)/" + String(repeating: "ab", count: 32)
        let questions = try (0..<count).map { _ in try gate.start(method, path) }
        for question in questions { note(try gate.finish(question).status) }
    }

    private mutating func upload(_ gate: Peer, _ folder: String, _ size: Int, count: Int) throws {
        let uploads = try (0..<count).map { _ in
            let sample = Sample(folder, size, seed: chance.next())
            return try gate.start("POST", "/\(sample.path)", body: sample.bytes)
        }
        for upload in uploads { note(try gate.finish(upload).status) }
    }

    /// Once the quota is full the bytes are refused before anybody hashes them: then any will do. What the hostile host
    /// spends on making them would be this machine's.
    private mutating func fill(_ gate: Peer) throws {
        guard answers[507] != nil else { return try upload(gate, "data", 4 << 20, count: 4) }
        try uploadWrong(gate, size: 4 << 20)
    }

    private mutating func uploadWrong(_ gate: Peer, size: Int = 8 << 20) throws {
        let body = [UInt8](repeating: 7, count: size)
        let uploads = try (0..<4).map { _ in
            try gate.start("POST", "/data/\(Sample("data", 8, seed: chance.next()).path.dropFirst(5))", body: body)
        }
        for upload in uploads { note(try gate.finish(upload).status) }
    }

    private mutating func uploadBroken(_ gate: Peer) throws {
        let name = Sample("data", 8, seed: chance.next()).path
        let body = HalfBody(16 << 20)
        let upload = try gate.start("POST", "/\(name)", headers: [("content-length", "\(17 << 20)")], source: body)
        try gate.wait(for: "the body to go") { body.left == 0 || upload.isOver }
        try gate.cancel(upload)
        note(upload.status)
    }
}

/// A body that stops in the middle and waits for ever.
private final class HalfBody: BodySource {
    /// Bytes that are still to be sent.
    private(set) var left: Int

    init(_ count: Int) { left = count }

    var ready: BodyState { left > 0 ? .bytes(left, last: false) : .later }

    func take(into buffer: UnsafeMutableRawBufferPointer) {
        unsafe buffer.initializeMemory(as: UInt8.self, repeating: 7)
        left -= buffer.count
    }
}
