public import HTTP2
public import Linux

/// A program that speaks HTTP/2 on its standard input and output, and our end of it.
///
/// Nothing happens in the background: bytes move while one of the calls here waits, and every wait has a deadline.
/// One thread uses a peer.
public final class Peer {
    /// Our end of HTTP/2, for what this type has no word for.
    public let session: ClientSession
    /// How long a call may wait.
    public var patience: Duration
    /// Whether what the program says is read; false plays a client that does not listen.
    public var listens = true
    /// All bytes that came, where our end does not speak HTTP/2 itself.
    public internal(set) var received: [UInt8] = []

    /// Whether the session speaks; else only ``sendRaw(_:)`` does.
    let speaks: Bool
    let program: Program?
    /// To the program; nil once closed.
    var input: Descriptor?
    /// From the program; nil once it has closed it.
    var output: Descriptor?
    var errors: Descriptor?
    var errorText: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 256 << 10)

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: its path, or a name to look for in our `PATH`.
    ///   - arguments: those after the program's name.
    ///   - environment: all of its environment.
    ///   - patience: how long a call may wait.
    ///   - settings: what our end of HTTP/2 says about itself.
    ///   - speaks: whether our end speaks HTTP/2; false leaves all to ``sendRaw(_:)``.
    /// - Throws: where it cannot be started.
    public init(
        program: String, arguments: [String] = [], environment: [String: String] = [:],
        patience: Duration = .seconds(60), settings: ClientSettings = ClientSettings(), speaks: Bool = true
    ) throws(PeerError) {
        BrokenPipe.becomesAnError()
        session = try Self.session(settings)
        self.patience = patience
        self.speaks = speaks
        do throws(SystemCallError) {
            let toProgram = try Pipe()
            let fromProgram = try Pipe()
            let complaints = try Pipe()
            self.program = try Program(
                program, arguments: arguments, environment: environment,
                input: toProgram.reading, output: fromProgram.writing, error: complaints.writing)
            input = consume toProgram.writing
            output = consume fromProgram.reading
            errors = consume complaints.reading
            try prepare()
        } catch {
            throw .system(error)
        }
    }

    /// Talks to whoever is at the other ends of these descriptors.
    ///
    /// - Throws: where they cannot be used.
    public init(
        reading: consuming Descriptor, writing: consuming Descriptor, patience: Duration = .seconds(60),
        settings: ClientSettings = ClientSettings()
    ) throws(PeerError) {
        BrokenPipe.becomesAnError()
        session = try Self.session(settings)
        self.patience = patience
        speaks = true
        program = nil
        input = consume writing
        output = consume reading
        do throws(SystemCallError) { try prepare() } catch { throw .system(error) }
    }

    private static func session(_ settings: ClientSettings) throws(PeerError) -> ClientSession {
        do throws(HTTP2Error) { return try ClientSession(settings) } catch { throw .connection(error) }
    }

    private func prepare() throws(SystemCallError) {
        try input?.setNonblocking(true)
        try output?.setNonblocking(true)
        try errors?.setNonblocking(true)
        try? input?.enlargePipe(bytes: 1 << 20)
        try? output?.enlargePipe(bytes: 1 << 20)
    }

    /// Closes the program's standard input: the client hangs up.
    public func closeInput() {
        input = nil
    }

    /// Kills the program, which gets no chance to do anything.
    public func kill() {
        signal(9)
    }

    /// Sends the program a signal, for example 19 (SIGSTOP). Source: signal(7).
    public func signal(_ number: Int32) {
        program?.signal(number)
    }

    /// The program's process; nil where we talk to descriptors.
    public var processID: Int32? { program?.pid }

    /// What it took of the processors, once ``wait()`` has returned; see ``Program/processorTime``.
    public var processorTime: Duration? { program?.processorTime }

    /// What the program said on its standard error so far.
    public var standardError: String {
        readErrors()
        return String(decoding: errorText, as: UTF8.self)
    }
}
