public import Calendar
internal import Glibc
internal import Linux
public import Sodium

/// What the coordinator knows of the world around it, as small values: a test brings its own.
public struct World: Sendable {
    /// Takes a line for the standard output.
    public var print: @Sendable (String) -> Void
    /// Takes a line for the standard error.
    public var say: @Sendable (String) -> Void
    /// Reads the standard input, at most so many bytes; `nil` where that fails.
    public var input: @Sendable (Int) -> [UInt8]?
    /// Reads a secret: the question of a terminal, and the one that asks once more, if there is need for that.
    public var secret: @Sendable (String, String?) throws -> SecretBytes
    /// Who acts: `SUDO_USER`, or the user.
    public var actor: String
    /// The absolute path of the program that runs.
    public var executable: String
    /// Seconds since 1970-01-01 UTC.
    public var now: @Sendable () -> Int64
    /// Where: in which zone times are read and shown.
    public var zone: Zone
    /// Whether the standard output shows colours.
    public var hasColours: Bool
    /// Waits so many milliseconds; `false`: it is time to end.
    public var wait: @Sendable (Int64) -> Bool
    /// Whether a person sits in front of it: the standard input and the standard error are a terminal.
    public var isTerminal: Bool
    /// Reads a line of the standard input; `nil` at its end.
    public var line: @Sendable () -> String?
    /// Overwrites the last line of the terminal; nothing where there is none.
    public var draw: @Sendable (String) -> Void
    /// Opens a file in the person's editor, and says how that ended; `nil`: it could not be started.
    public var edit: @Sendable (String) -> Int32?

    /// Takes all of it.
    public init(
        print: @escaping @Sendable (String) -> Void, say: @escaping @Sendable (String) -> Void,
        input: @escaping @Sendable (Int) -> [UInt8]?,
        secret: @escaping @Sendable (String, String?) throws -> SecretBytes,
        actor: String, executable: String,
        now: @escaping @Sendable () -> Int64, zone: Zone = .utc, hasColours: Bool = false,
        wait: @escaping @Sendable (Int64) -> Bool = { _ in false }, isTerminal: Bool = false,
        line: @escaping @Sendable () -> String? = { nil }, draw: @escaping @Sendable (String) -> Void = { _ in },
        edit: @escaping @Sendable (String) -> Int32? = { _ in nil }
    ) {
        self.print = print
        self.say = say
        self.input = input
        self.secret = secret
        self.actor = actor
        self.executable = executable
        self.now = now
        self.zone = zone
        self.hasColours = hasColours
        self.wait = wait
        self.isTerminal = isTerminal
        self.line = line
        self.draw = draw
        self.edit = edit
    }
}

extension World {
    /// The world of this process.
    public static func ofThisProcess() -> World {
        World(
            print: { Self.write($0, to: STDOUT_FILENO) }, say: { Self.write($0, to: STDERR_FILENO) },
            input: { Self.standardInput(limit: $0) }, secret: { try SecretInput.read($0, again: $1) },
            actor: Self.person, executable: Self.program, now: { Int64(time(nil)) }, zone: .local,
            hasColours: Self.showsColours, wait: { Pause.wait($0) },
            isTerminal: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1, line: { readLine() },
            draw: { Self.put($0, to: STDERR_FILENO) }, edit: { Editor.open($0) })
    }

    /// Source: no-color.org; `dumb` in terminfo(5).
    private static var showsColours: Bool {
        let refusal = unsafe getenv("NO_COLOR")
        let terminal = unsafe getenv("TERM")
        guard isatty(STDOUT_FILENO) == 1, unsafe refusal.map({ unsafe $0.pointee == 0 }) ?? true else { return false }
        return unsafe terminal.map { unsafe strcmp($0, "dumb") != 0 } ?? false
    }

    private static func write(_ line: String, to descriptor: Int32) { put(line + "\n", to: descriptor) }

    private static func put(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func standardInput(limit: Int) -> [UInt8]? {
        guard let input = try? Descriptor.standardInput() else { return nil }
        return try? input.readAll(limit: limit)
    }

    /// sudo(8) sets `SUDO_USER` for root only; anybody else's is not believed.
    private static var person: String {
        if geteuid() == 0, let user = unsafe getenv("SUDO_USER") { return unsafe String(cString: user) }
        guard let account = unsafe getpwuid(geteuid()) else { return "user \(geteuid())" }
        return unsafe String(cString: account.pointee.pw_name)
    }

    /// Source: proc(5), `/proc/[pid]/exe`.
    private static var program: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let length = unsafe readlink("/proc/self/exe", &buffer, Int(PATH_MAX))
        return String(decoding: buffer.prefix(max(length, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
