/// What a confined process may do with sockets beyond those that it holds.
enum Sockets: Hashable, Sendable {
    /// Nothing: it talks on what is open.
    case none
    /// Make TCP connections to one port.
    case connect(port: UInt16)
    /// Accept on what listens.
    case accept

    /// The one TCP port, if any.
    var port: UInt16? {
        switch self {
        case .none, .accept: nil
        case .connect(let port): port
        }
    }
}
