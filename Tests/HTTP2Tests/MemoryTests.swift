import Glibc
import HTTP2
import Linux
import Peer
import Testing

/// What a hostile client may send without end.
enum Flood: String, CaseIterable, Codable {
    case requests, unreadPings, readPings, settings, resets, emptyFrames, priorities, unknownFrames, windowUpdates,
        bombs, refusedBodies, overflowingBodies

    /// The bytes of turn `number`.
    func bytes(_ number: Int32) -> [UInt8] {
        let stream = number * 2 + 1
        let request = RawFrame.request(stream, "POST", "/", end: false).bytes
        return switch self {
        case .requests: request
        case .unreadPings, .readPings: RawFrame.ping().bytes
        case .settings: RawFrame.settings([(4, 1000)]).bytes
        case .resets: request + RawFrame.reset(stream, code: 0).bytes
        case .emptyFrames: RawFrame.data(1, []).bytes
        case .priorities: RawFrame(type: 2, stream: stream, payload: [0, 0, 0, 1, 9]).bytes
        case .unknownFrames: RawFrame(type: 99, payload: [UInt8](repeating: 1, count: 16_384)).bytes
        case .windowUpdates: RawFrame.windowUpdate(0, 1).bytes
        case .bombs: Self.bomb(stream)
        case .refusedBodies: request + RawFrame.data(stream, [UInt8](repeating: 1, count: 16_384)).bytes
        case .overflowingBodies: RawFrame.data(1, [UInt8](repeating: 1, count: 16_384)).bytes
        }
    }

    var isRead: Bool { self != .unreadPings && self != .requests }

    private static func bomb(_ stream: Int32) -> [UInt8] {
        let entry = [0x40] + RawFrame.block([("x", String(repeating: "y", count: 3900))]).dropFirst()
        let start = RawFrame.block(RawFrame.requestFields("GET", "/")) + entry
        return RawFrame.headers(stream, block: start + [UInt8](repeating: 0xbe, count: 50)).bytes
    }
}

@Suite("Memory")
struct MemoryTests {
    @Test("No flood makes the server hold more than 4 MiB", arguments: Flood.allCases)
    func floods(_ flood: Flood) async {
        await #expect(processExitsWith: .success) { [flood] in
            let server = try RawServer()
            server.forgets = true
            if flood == .emptyFrames || flood == .overflowingBodies {
                try server.feed(.request(1, "POST", "/", end: false))
            }
            let before = try resident()
            for number in Int32(0)..<50_000 {
                do { try server.feed(flood.bytes(number), listens: flood.isRead) } catch { break }
            }
            #expect(try resident() - before < (4 << 20) + quarantine)
        }
    }
}

/// The memory that this process has now, in bytes. Source: proc_pid_statm(5).
private func resident() throws -> Int {
    let line = try Descriptor.at("/proc/self/statm", O_RDONLY).readAll(limit: 4096)
    let fields = line.split(separator: UInt8(ascii: " "))
    return try #require(Int(String(decoding: fields[1], as: UTF8.self))) * sysconf(Int32(_SC_PAGESIZE))
}

/// What AddressSanitizer, where it is there, keeps of what was freed, with its own records of it. Source: its flag
/// `quarantine_size_mb`.
private var quarantine: Int {
    unsafe dlsym(nil, "__asan_init") == nil ? 0 : 512 << 20
}
