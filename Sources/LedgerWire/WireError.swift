/// Why bytes are no message.
public enum WireError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The frame's length is above ``WireLimits/frame`` or below ``WireLimits/header``.
    case badLength(UInt32)
    /// No message has this kind.
    case unknownKind(UInt8)
    /// The frame ends inside a field.
    case truncated
    /// The frame goes on after the last field.
    case trailing
    /// A field holds what it cannot hold: a text that is too long or no UTF-8, a number that is none of an
    /// enumeration's, a name that no object has.
    case badField(String)

    /// For a log; it repeats nothing that the peer sent but numbers.
    public var description: String {
        switch self {
        case .badLength(let length): "a frame of \(length) bytes"
        case .unknownKind(let kind): "a message of the unknown kind \(kind)"
        case .truncated: "a frame that ends inside a field"
        case .trailing: "a frame that goes on after its last field"
        case .badField(let name): "a bad value in the field \"\(name)\""
        }
    }
}
