/// One request of a ``ClientSession`` and what became of it so far.
public final class Exchange {
    /// Its number on the wire.
    public let stream: StreamID
    /// The status of the final answer, once its head is there.
    public internal(set) var status: Int?
    /// The header fields of the final answer.
    public internal(set) var headers: [HeaderField] = []
    /// What came of the body; empty where a sink takes it.
    public internal(set) var body: [UInt8] = []
    /// Bytes that came of the body.
    public internal(set) var bodyCount = 0
    /// The largest DATA frame of the answer in bytes.
    public internal(set) var largestFrame = 0
    /// Whether the answer is complete.
    public internal(set) var answerEnded = false
    /// How the stream ended: 0, or the code of RFC 9113, 7. Nil while it is open.
    public internal(set) var end: UInt32?

    /// Where the rest of the request comes from.
    var source: (any BodySource)?
    /// Who takes the answer's body.
    let sink: ((RawSpan) -> Void)?

    init(stream: StreamID, source: (any BodySource)?, sink: ((RawSpan) -> Void)?) {
        self.stream = stream
        self.source = source
        self.sink = sink
    }

    /// The first value of the field `name` (lower case).
    public func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }

    /// Whether nothing more will happen.
    public var isOver: Bool { end != nil }

    /// Takes a piece of the answer's body.
    func take(_ bytes: UnsafeRawBufferPointer) {
        bodyCount += bytes.count
        if let sink { unsafe sink(bytes.bytes) } else { unsafe body += bytes }
    }

    /// Takes one field of a head; those of an interim answer (1xx) are replaced by what follows.
    func take(_ field: HeaderField) {
        if field.name == ":status" {
            status = Int(field.value)
            headers = []
        } else if !answerEnded {
            headers.append(field)
        }
    }
}
