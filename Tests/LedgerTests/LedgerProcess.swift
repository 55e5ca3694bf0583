import Glibc
import LedgerClient
import LedgerWire
import Linux
import Policy
import Restic
import Testing

/// A folder that is gone after the test.
final class Scratch: Sendable {
    let path: String

    /// Makes it in a folder; in `/dev/shm` a flush costs nothing.
    init(in folder: String = "/tmp") throws {
        var template = Array("\(folder)/postern-ledger.XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer -> String? in
            guard let start = buffer.baseAddress, unsafe mkdtemp(start) != nil else { return nil }
            return unsafe String(cString: start)
        }
        path = try #require(made)
    }

    deinit { _ = try? run("/bin/rm", ["-rf", path]) }
}

/// Starts a program and gives its process: stderr goes to a file, or to ours; the last is what it finds as
/// descriptor 3.
func start(_ program: String, _ arguments: [String], log: String? = nil, descriptor3: Int32? = nil) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    if let log { unsafe posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_APPEND, 0o600) }
    if let descriptor3 { unsafe posix_spawn_file_actions_adddup2(&actions, descriptor3, 3) }
    var words: [UnsafeMutablePointer<CChar>?] = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var pid: pid_t = 0
    let result = unsafe posix_spawn(&pid, program, &actions, nil, &words, environ)
    try #require(result == 0, "posix_spawn \(program)")
    return pid
}

/// Waits for a process: its exit status, or 128 and the signal's number.
func end(of pid: pid_t) -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
}

/// Runs a program to its end.
@discardableResult
func run(_ program: String, _ arguments: [String]) throws -> Int32 { end(of: try start(program, arguments)) }

/// The real program, in a state folder of its own.
final class LedgerProcess: Sendable {
    /// Where `swift build` puts the programs: the tests' own program lies there too.
    static var program: String { folderOfPrograms + "/postern-ledger" }

    private static var folderOfPrograms: String {
        var path = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink("/proc/self/exe", &path, 4095)
        let own = String(decoding: path[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return own.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    }

    let state: String
    private let child = Monitor<Child?>(nil)
    private let scratch: Scratch?
    private let settings: [String]
    private let inherited: Int32?

    var socket: String { "\(state)/run/ledger.sock" }
    var trail: String { "\(state)/trail/audit.sqlite" }
    var catalog: String { "\(state)/catalog/catalog.sqlite" }
    var logFile: String { "\(state).log" }

    /// Starts it, in a new folder or in one that is there.
    ///
    /// - Parameters:
    ///   - state: the folder.
    ///   - settings: what only `TestLedger` can be told; it is started where there are any.
    ///   - inherited: a socket that listens, as systemd hands one over.
    /// - Throws: where it cannot be started.
    init(state: String? = nil, _ settings: String..., inherited: Int32? = nil) throws {
        self.settings = settings + (inherited == nil ? [] : ["inherited=3"])
        self.inherited = inherited
        scratch = state == nil ? try Scratch() : nil
        self.state = state ?? "\(scratch?.path ?? "")/state"
        if state == nil { _ = unsafe mkdir("\(scratch?.path ?? "")/state", 0o755) }
        try launch()
    }

    deinit {
        stop(SIGKILL)
        _ = unsafe unlink(logFile)
    }

    /// Its number; 0 while it does not run.
    var pid: pid_t { child.change { $0?.pid ?? 0 } }

    /// Starts it again.
    func launch() throws {
        let words = settings.isEmpty ? ["--state", state] : ["state=\(state)"] + settings
        let program = settings.isEmpty ? Self.program : Self.folderOfPrograms + "/TestLedger"
        let made = Child(try start(program, words, log: logFile, descriptor3: inherited))
        child.change { $0 = made }
        // It makes its socket only once it can serve.
        for _ in 0..<2000 {
            if let connection = try? Descriptor.connected(to: socket) { return _ = consume connection }
            usleep(5000)
        }
        Issue.record("the ledger does not come up: \(log)")
    }

    /// What it said.
    var log: String {
        guard let bytes = try? Descriptor.at(logFile, O_RDONLY).readAll(limit: 1 << 20) else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// KiB of its own that it holds now. Source: proc(5), RssAnon.
    func memory() throws -> Int {
        let status = try Descriptor.at("/proc/\(pid)/status", O_RDONLY).readAll(limit: 65536)
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("RssAnon") }
        return try #require(line?.split { " \t".contains($0) }.compactMap { Int($0) }.first)
    }

    func signal(_ number: Int32) { kill(pid, number) }

    /// Waits until it ends by itself: its exit status.
    func waitForEnd() -> Int32? { child.change { child in child.take() }?.wait() }

    /// Ends it.
    @discardableResult
    func stop(_ number: Int32 = SIGTERM) -> Int32 {
        let ended = child.change { child in
            defer { child = nil }
            return child
        }
        guard let ended else { return 0 }
        kill(ended.pid, number)
        return ended.wait()
    }

    /// A process that is waited for from its start: exit tests hang while a child of ours is dead and not waited for.
    private final class Child: Sendable {
        let pid: pid_t
        private let status = Monitor<Int32?>(nil)

        init(_ pid: pid_t) {
            self.pid = pid
            _ = Thread { [self] in
                let ended = end(of: pid)
                status.change { $0 = ended }
            }
        }

        func wait() -> Int32 { status.wait { $0 } }
    }
}

extension Descriptor {
    /// A plain connection, to say what no client of ours would.
    static func connected(to path: String) throws -> Descriptor {
        let descriptor = Descriptor(owning: socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
        try retrying("connect") {
            unsafe withAddress(path) { address, length in unsafe connect(descriptor.raw, address, length) }
        }
        return descriptor
    }

    /// A socket that listens at a path.
    static func listening(at path: String) throws -> Descriptor {
        let descriptor = Descriptor(owning: socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
        try retrying("bind") {
            unsafe withAddress(path) { address, length in unsafe bind(descriptor.raw, address, length) }
        }
        try retrying("listen") { listen(descriptor.raw, 8) }
        return descriptor
    }

    static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe body(address, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// The process at the other end. Source: SO_PEERCRED, unix(7).
    func peer() -> pid_t {
        // struct ucred, which Glibc's module leaves out: pid, uid, gid.
        var who: [Int32] = [0, 0, 0]
        var length = socklen_t(12)
        _ = unsafe getsockopt(raw, SOL_SOCKET, SO_PEERCRED, &who, &length)
        return who[0]
    }

    /// Reads until the other end is gone.
    func readToEnd() -> [UInt8] { (try? readAll(limit: 1 << 20)) ?? [] }
}
