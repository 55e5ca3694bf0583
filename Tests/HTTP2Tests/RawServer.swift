import HTTP2
import Peer

/// A server that is fed with bytes, honest or not.
final class RawServer {
    let recorder = Recorder()
    let session: ServerSession
    /// What the server said.
    private(set) var output: [UInt8] = []

    /// Whether what the server says is thrown away, and bodies are not kept.
    var forgets: Bool {
        get { recorder.forgets }
        set { recorder.forgets = newValue }
    }

    /// Starts; where it `greets`, the preface, SETTINGS and their acknowledgement have come.
    init(_ limits: SessionLimits = SessionLimits(), greets: Bool = true) throws {
        session = try ServerSession(limits: limits, events: recorder)
        recorder.session = session
        if greets { try feed(RawFrame.preface + RawFrame.settings().bytes + RawFrame.settings(ack: true).bytes) }
    }

    /// Lets the server read `bytes`, and then write, unless the client does not listen.
    func feed(_ bytes: [UInt8], listens: Bool = true) throws(HTTP2Error) {
        defer { if listens { listen() } }
        try unsafe bytes.withUnsafeBufferPointer { (bytes) throws(HTTP2Error) in
            try unsafe session.receive(UnsafeRawBufferPointer(bytes))
        }
    }

    /// The same for frames.
    func feed(_ frames: RawFrame..., listens: Bool = true) throws(HTTP2Error) {
        try feed(frames.flatMap(\.bytes), listens: listens)
    }

    /// Reads all that the server has to say.
    func listen() {
        while session.wantsWrite {
            var count = 0
            session.send { outgoing in
                let bytes = unsafe outgoing.pieces.flatMap { unsafe Array($0) }
                if !forgets { output += bytes }
                count += bytes.count
                return bytes.count
            }
            if count == 0 { return }
        }
    }

    /// The frames that the server sent.
    var frames: [RawFrame] { RawFrame.all(in: output) }

    /// The code of the server's GOAWAY.
    var goaway: UInt32? { frames.first { $0.type == 7 }.map { $0.word(at: 4) } }

    /// The code of the server's RST_STREAM for this stream.
    func reset(_ stream: Int32) -> UInt32? {
        frames.first { $0.type == 3 && $0.stream == stream }.map { $0.word(at: 0) }
    }

    /// The status of the answer, where it is one of the few that HPACK has a number for.
    func status(_ stream: Int32) -> Int? {
        frames.first { $0.type == 1 && $0.stream == stream }.flatMap(\.status)
    }
}

extension RawFrame {
    /// Four bytes of the payload.
    func word(at offset: Int) -> UInt32 {
        payload.dropFirst(offset).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The `:status` at the start of a header block. Source: RFC 7541, 6.1 and appendix A, 8 to 14.
    fileprivate var status: Int? {
        let known: [UInt8: Int] = [0x88: 200, 0x89: 204, 0x8a: 206, 0x8b: 304, 0x8c: 400, 0x8d: 404, 0x8e: 500]
        return payload.first.flatMap { known[$0] }
    }
}
