/// What the server knows of one request and its answer.
final class ServerStream {
    /// Bytes that the head announced.
    let contentLength: Int?
    /// Bytes that came.
    var received = 0
    /// Whether the request is complete.
    var requestEnded: Bool
    /// Whether an answer was given.
    var answered = false
    /// Whether all of the answer was sent.
    var answerSent = false
    /// Whether it is for the client to answer for it, if it breaks: not where our body failed.
    var isClientsFault = true
    /// Whether what comes of the body is thrown away: the request was refused, or is broken.
    var ignoresBody = false
    /// Whether the caller knows of it.
    let isReported: Bool
    /// The request contradicted itself: reported when the stream is over.
    var error: UInt32 = 0
    /// The rest of the answer.
    var body: (any BodySource)?

    init(contentLength: Int?, requestEnded: Bool, isReported: Bool) {
        self.contentLength = contentLength
        self.requestEnded = requestEnded
        self.isReported = isReported
    }
}
