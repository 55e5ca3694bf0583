public import HTTP2
public import Linux

/// Why a ``Peer`` got no answer.
public enum PeerError: Error, Hashable, Sendable {
    /// Nothing came in time.
    case deadline(waitingFor: String)
    /// The program closed its output, or does not read any more.
    case hungUp(waitingFor: String)
    /// The stream was reset with this code of RFC 9113, 7.
    case reset(code: UInt32)
    /// The connection broke.
    case connection(HTTP2Error)
    /// The kernel said no.
    case system(SystemCallError)
}
