/// One end of a connection: what the ``Engine`` tells it, and asks it for, from within nghttp2.
///
/// To give the connection up, it sets the engine's `fate`.
protocol Endpoint: AnyObject {
    /// Header fields of `frame` begin.
    func headersBegan(_ frame: Frame)
    /// One field of the header block that began last.
    func field(_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>, on stream: StreamID)
    /// A frame is complete; of DATA the bytes were told before.
    func received(_ frame: Frame)
    /// Bytes of a body.
    func bodyReceived(_ bytes: UnsafeRawBufferPointer, on stream: StreamID)
    /// A frame of the peer was not acceptable, and was answered with a reset or worse.
    func rejected(_ frame: Frame)
    /// A frame is on its way.
    func sent(_ frame: Frame)
    /// The stream is over.
    func closed(_ stream: StreamID, error: UInt32)
    /// Where the body of the stream comes from.
    func body(of stream: StreamID) -> (any BodySource)?
}
