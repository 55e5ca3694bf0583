public import HTTP2

/// A complete answer.
public struct Answer: Hashable, Sendable {
    /// The status.
    public let status: Int
    /// The header fields.
    public let headers: [HeaderField]
    /// The body; empty where a sink took it.
    public let body: [UInt8]

    /// The first value of the field `name` (lower case).
    public func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
