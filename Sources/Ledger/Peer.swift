internal import Glibc
internal import LedgerWire
internal import Linux

/// One connection.
final class Peer {
    let id: PeerID
    let who: Event.Who
    let descriptor: Descriptor
    private var input = FrameBuffer()
    private var output: [UInt8] = []
    private var sent = 0
    /// It brings nothing any more; what waits for it is still sent.
    private(set) var isEnding = false
    /// It is gone, or there is nothing more to say to it.
    private(set) var isOver = false
    /// Since when, in milliseconds of the monotonic clock, it owes us something: its opening, or to read.
    private(set) var owesSince: Int64?

    init(_ id: PeerID, _ who: Event.Who, _ descriptor: consuming Descriptor, now: Int64) {
        self.id = id
        self.who = who
        self.descriptor = descriptor
        owesSince = now
    }

    private var waiting: Int { output.count - sent }

    /// What poll(2) shall look for.
    var events: Int16 {
        var events: Int32 = 0
        if !isEnding, waiting < LedgerLimits.output { events |= POLLIN }
        if waiting > 0 { events |= POLLOUT }
        return Int16(events)
    }

    /// Reads one turn's worth.
    ///
    /// - Returns: the messages, and whether the connection ended.
    func read() -> (messages: [(id: UInt32, message: Message)], problem: WireError?, ended: Bool) {
        var chunk = [UInt8](repeating: 0, count: LedgerLimits.turn)
        var ended = false
        do throws(SystemCallError) {
            let count = try unsafe chunk.withUnsafeMutableBufferPointer { (buffer) throws(SystemCallError) in
                try unsafe descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            input.append(chunk[..<count])
            ended = count == 0
        } catch {
            ended = error.code != EAGAIN
        }
        var messages: [(id: UInt32, message: Message)] = []
        do throws(WireError) {
            while let frame = try input.next() { messages.append(try Message.read(frame)) }
        } catch {
            return (messages, error, ended)
        }
        return (messages, nil, ended)
    }

    /// Nothing more is read from it; once it has read what waits, it is over.
    func end() {
        isEnding = true
        if waiting == 0 { isOver = true }
    }

    /// It is gone.
    func drop() { isOver = true }

    /// It has said what it owed.
    func isWelcome() { owesSince = nil }

    /// Sends a reply, or as much of what waits as it takes.
    func send(_ frame: [UInt8] = [], now: Int64) {
        output += frame
        while waiting > 0, !isOver {
            let count = unsafe output.withUnsafeBytes { bytes in
                unsafe Glibc.send(
                    descriptor.raw, bytes.baseAddress?.advanced(by: sent), waiting, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN {
                if owesSince == nil { owesSince = now }
                return
            } else if errno != EINTR {
                isOver = true
            }
        }
        (output, sent) = ([], 0)
        owesSince = nil
        if isEnding { isOver = true }
    }
}
