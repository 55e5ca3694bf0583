internal import Glibc
internal import LedgerWire

/// What a connection brings to the books.
struct Event {
    let peer: PeerID
    /// Who is at its other end, as the kernel says.
    let who: Who
    let content: Content

    /// A message, or the end of the connection.
    enum Content {
        case message(id: UInt32, Message)
        case hangUp
    }

    /// The process at the other end. Source: SO_PEERCRED, unix(7).
    struct Who {
        let user: uid_t
        let pid: pid_t
    }
}

/// What a connection gets back.
struct Answer {
    let peer: PeerID
    let id: UInt32
    let reply: Reply
    /// Whether the connection ends with it.
    var hangsUp = false
}
