/// One request and its answer on a connection. Source: RFC 9113, 5.1.1.
public struct StreamID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number on the wire: odd, since only clients ask.
    public let number: Int32

    /// Takes the number of the wire.
    public init(_ number: Int32) {
        self.number = number
    }

    /// A later request has a larger number.
    public static func < (left: Self, right: Self) -> Bool {
        left.number < right.number
    }

    /// For example `stream 3`.
    public var description: String { "stream \(number)" }
}
