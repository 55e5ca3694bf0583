/// Why a connection is over. None of them is worth a retry on the same connection.
public enum HTTP2Error: Error, Hashable, Sendable {
    /// The first bytes are not those of HTTP/2.
    case notHTTP2
    /// The peer broke the protocol; the code is the one of RFC 9113, 7 that we send with GOAWAY.
    case protocolViolation(code: UInt32)
    /// The peer went away with this code of RFC 9113, 7.
    case peerGaveUp(code: UInt32)
    /// The peer broke off, or made us break off, more requests than any honest client.
    case tooManyBrokenStreams
    /// Header fields that are too large to even decode.
    case headersTooLarge
    /// A header block in more CONTINUATION frames than it could need.
    case tooManyContinuations
    /// Too many DATA frames without a byte.
    case tooManyEmptyFrames
    /// Too many SETTINGS frames.
    case tooManySettings
    /// The peer asks (PING, SETTINGS) and does not read the answers.
    case tooManyUnreadAnswers
    /// Limits that HTTP/2 does not know, for example a frame of less than 16 KiB.
    case invalidLimits
    /// Memory ran out.
    case outOfMemory
    /// Any other error number of nghttp2.
    case library(Int32)
}

extension HTTP2Error: CustomStringConvertible {
    /// A sentence for the operator, lower case, without a full stop.
    public var description: String {
        switch self {
        case .notHTTP2: "the client does not speak HTTP/2"
        case .protocolViolation(let code): "the peer broke the HTTP/2 protocol (code \(code))"
        case .peerGaveUp(let code): "the peer gave up the HTTP/2 connection (code \(code))"
        case .tooManyBrokenStreams: "the peer broke off too many requests"
        case .headersTooLarge: "the peer sent a header that is too large"
        case .tooManyContinuations: "the peer sent a header in too many pieces"
        case .tooManyEmptyFrames: "the peer sent too many empty frames"
        case .tooManySettings: "the peer changed its settings too often"
        case .tooManyUnreadAnswers: "the peer does not read our answers"
        case .invalidLimits: "these limits are not possible in HTTP/2"
        case .outOfMemory: "memory ran out"
        case .library(let number): "HTTP/2 failed (nghttp2 \(number))"
        }
    }
}
