/// What the client's end of a connection says about itself. The defaults are restic's.
public struct ClientSettings: Hashable, Sendable {
    /// Bytes of one answer that the server may send before they are consumed; 0 makes a reader that never reads.
    public var streamWindow: Int
    /// The same for all answers together; HTTP/2 starts at 65,535 and cannot go below.
    public var connectionWindow: Int
    /// Bytes in a frame of the server, from 16 KiB.
    public var frame: Int
    /// Whether bytes are credited as they come; otherwise ``ClientSession/consume(_:on:)`` does it.
    public var consumesAtOnce: Bool

    /// Takes the settings.
    public init(
        streamWindow: Int = 4 << 20, connectionWindow: Int = 1 << 30, frame: Int = 16 << 10,
        consumesAtOnce: Bool = true
    ) {
        self.streamWindow = streamWindow
        self.connectionWindow = connectionWindow
        self.frame = frame
        self.consumesAtOnce = consumesAtOnce
    }
}
