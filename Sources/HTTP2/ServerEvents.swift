/// What a ``ServerSession`` reports, from within `receive` and `send`.
///
/// From here `respond`, `consume`, `resume` and `ping` may be called, but not `receive` and `send`.
public protocol ServerEvents: AnyObject {
    /// A request came; its body follows unless `head.endStream`.
    func request(_ head: RequestHead, on stream: StreamID)

    /// A piece of a body. Copy it: the bytes are gone afterwards. Each byte must be credited by `consume` once, also
    /// when the stream has been closed in the meantime.
    func body(_ bytes: UnsafeRawBufferPointer, on stream: StreamID)

    /// The body is complete, and as long as its head said.
    func bodyEnded(on stream: StreamID)

    /// The stream is over; nothing is reported about it any more. 0 is the normal end, also after a refusal; else the
    /// code of RFC 9113, 7: the peer broke off, or its body contradicted its length (1, PROTOCOL_ERROR).
    func closed(_ stream: StreamID, error: UInt32)
}
