/// What one connection may cost us. The windows and the frame size are those that did best for restic.
public struct SessionLimits: Hashable, Sendable {
    /// Requests at a time. restic uses 5, and counts a cancelled one until its PING is answered.
    public var streams: Int
    /// Bytes of one body that the peer may send before they are consumed. rclone's 1 MiB is one MiB a round trip.
    public var streamWindow: Int
    /// The same for all bodies together: the most memory that unwritten bodies take.
    public var connectionWindow: Int
    /// Bytes in a frame of the peer. Larger frames cost fewer calls; they are handed on in pieces as they come.
    public var frame: Int
    /// Bytes of one request's header fields, 32 more a field as RFC 9113, 6.5.2 counts them. restic's need 300.
    public var headerBytes: Int

    /// Takes the limits; the defaults are right for restic.
    public init(
        streams: Int = 100, streamWindow: Int = 4 << 20, connectionWindow: Int = 16 << 20, frame: Int = 1 << 20,
        headerBytes: Int = 16 << 10
    ) {
        self.streams = streams
        self.streamWindow = streamWindow
        self.connectionWindow = connectionWindow
        self.frame = frame
        self.headerBytes = headerBytes
    }
}

/// What no honest client comes near. Past one of these the connection ends with an ``HTTP2Error``.
enum Abuse {
    /// Requests that broke, less those that went well: rapid reset (CVE-2023-44487) and its kin, where the client
    /// makes us reset (CVE-2025-8671). restic breaks a few when a user interrupts it.
    static let brokenStreams = 1000
    /// DATA frames without a byte and without an end, in a connection (CVE-2019-9518). Go's client sends none.
    static let emptyFrames = 1000
    /// SETTINGS frames in a connection (CVE-2019-9515). Clients send one.
    static let settings = 100
    /// Answers to PING and SETTINGS that wait because the peer does not read (CVE-2019-9512).
    static let waitingAnswers = 1000
    /// CONTINUATION frames after one HEADERS frame (CVE-2024-28182). With frames of 1 MiB none is ever needed.
    static let continuations = 8
    /// Bytes of compressed header fields in a frame: an honest peer needs no more than ``SessionLimits/headerBytes``.
    static let headerFrame = 64 << 10
    /// How often the limit of a request's header fields they may hold when decoded; past it they are a bomb
    /// (CVE-2016-6581), and not even decoded any more.
    static let headerBomb = 16
    /// Stream resets of the peer: this many at once, and so many a second again. nghttp2's own net, for a client that
    /// also has requests that go well.
    static let resets: (burst: UInt64, perSecond: UInt64) = (2000, 33)
}

/// Sizes of our own output.
enum Output {
    /// Bytes that are gathered before they are written: a pipe of 1 MiB takes them at once.
    static let target = 256 << 10
    /// Bytes that one call of `send` writes at most, so that a fast reader does not keep us from reading.
    static let turn = 1 << 20
    /// Pieces that are handed out to be written at once: two for each frame of ``target``, within IOV_MAX.
    static let pieces = 64
    /// The largest piece that nghttp2 hands out at once: a frame of 16 KiB with its header and a pad length.
    static let piece = (16 << 10) + 10
    /// Bytes in a DATA frame of the server: what every client accepts. Source: RFC 9113, 4.2.
    static let serverFrame = 16 << 10
    /// Bytes in a DATA frame of the client, where the server accepts it: as Go's client does.
    static let clientFrame = 512 << 10
}
