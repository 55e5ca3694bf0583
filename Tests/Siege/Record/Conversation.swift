internal import HTTP2
public import Restic

/// What the clients of a record asked for, and when they were told that it is done.
public struct Conversation {
    /// One change that was asked for.
    public struct Exchange: Sendable {
        /// What was asked for.
        public let request: Request
        /// When the gate had read the whole head.
        public let asked: Int
        /// When the answer 200 began to leave the gate; `nil` where there was none.
        public internal(set) var done: Int?
    }

    /// In the order in which they were asked for.
    public private(set) var exchanges: [Exchange] = []

    /// Reads the HTTP/2 of each gate's standard input and output.
    public init(_ record: Record) throws(SiegeError) {
        var gates: [Call.Thread: Listener] = [:]
        for call in record.calls where call.succeeded {
            if call.name == "execve" {
                let isGate = try call.text(0).hasSuffix("/postern-gate")
                gates[call.thread] = isGate ? try Listener() : nil
            }
            guard let gate = gates[call.thread], let count = call.result, count > 0 else { continue }
            if call.name == "read", call.descriptor(0) == 0 { try gate.heard(call.bytes(1), at: call.left) }
            if ["write", "writev"].contains(call.name), call.descriptor(0) == 1 {
                gate.said(Array(try call.bytes(1).prefix(count)), at: call.entered)
            }
        }
        exchanges = gates.values.flatMap(\.exchanges.values).sorted { $0.asked < $1.asked }
    }
}

/// Follows one connection: a server session of ours hears what the gate heard, and each answer's head is found in what
/// the gate said.
private final class Listener: ServerEvents {
    private(set) var exchanges: [StreamID: Conversation.Exchange] = [:]
    private var shadow: ServerSession?
    private var now = 0
    private var said: [UInt8] = []

    init() throws(SiegeError) {
        do throws(HTTP2Error) {
            shadow = try ServerSession(limits: SessionLimits(), events: self)
        } catch {
            throw .record("\(error)")
        }
        // Its settings; the client's bytes hold the answer to them.
        shadow?.send { unsafe $0.pieces.reduce(0) { $0 + $1.count } }
    }

    func heard(_ bytes: [UInt8], at time: Int) throws(SiegeError) {
        now = time
        do throws(HTTP2Error) {
            try unsafe bytes.withUnsafeBufferPointer { (bytes) throws(HTTP2Error) in
                try unsafe shadow?.receive(UnsafeRawBufferPointer(bytes))
            }
        } catch {
            throw .record("what a gate heard is no HTTP/2: \(error)")
        }
        // The shadow's words go nowhere; it must say them, to know which windows the client has.
        shadow?.send { unsafe $0.pieces.reduce(0) { $0 + $1.count } }
    }

    func said(_ bytes: [UInt8], at time: Int) {
        said += bytes
        while said.count >= 9 {
            let length = Int(said[0]) << 16 | Int(said[1]) << 8 | Int(said[2])
            guard said.count >= 9 + length else { return }
            let stream = said[5..<9].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            if said[3] == 1, Self.isDone(said[9..<(9 + length)]) {
                exchanges[StreamID(Int32(bitPattern: stream & 0x7fff_ffff))]?.done = time
            }
            said.removeFirst(9 + length)
        }
    }

    /// Whether a head begins with `:status: 200`: number 8 of the static table, perhaps after a change of the dynamic
    /// one's size. Source: RFC 7541, 6.1, 6.3 and appendix A.
    private static func isDone(_ block: ArraySlice<UInt8>) -> Bool {
        block.first { $0 & 0xe0 != 0x20 } == 0x88
    }

    func request(_ head: RequestHead, on stream: StreamID) {
        if let request = try? Request(method: head.method, path: head.path) {
            exchanges[stream] = Conversation.Exchange(request: request, asked: now)
        }
        if head.endStream { shadow?.respond(stream, ResponseHead(status: 200), body: nil) }
    }

    func body(_ bytes: UnsafeRawBufferPointer, on stream: StreamID) { shadow?.consume(bytes.count, on: stream) }

    func bodyEnded(on stream: StreamID) { shadow?.respond(stream, ResponseHead(status: 200), body: nil) }

    func closed(_ stream: StreamID, error: UInt32) {}
}
