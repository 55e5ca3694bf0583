/// What a request says before its body. Checked: RFC 9113, 8.2 and 8.3 hold for it.
public struct RequestHead: Hashable, Sendable {
    /// For example `GET`; any token.
    public let method: String
    /// As it came: visible ASCII, never empty, neither decoded nor normalised; with the query.
    public let path: String
    /// Bytes in the body as the client says. The session sees to it that a body that ends has exactly as many.
    public let contentLength: Int?
    /// Whether there is no body; then `bodyEnded` is not called.
    public let endStream: Bool
    /// The regular header fields in the order of their arrival, names in lower case.
    public let fields: [HeaderField]

    /// The value of the field `name` (lower case); values of a repeated field are joined by `, `, as RFC 9110, 5.2.
    public func header(_ name: String) -> String? {
        var found: String?
        for field in fields where field.name == name {
            found = found.map { $0 + ", " + field.value } ?? field.value
        }
        return found
    }

    /// The `accept` field.
    public var accept: String? { header("accept") }

    /// The `range` field.
    public var range: String? { header("range") }
}

/// One line of a head.
public struct HeaderField: Hashable, Sendable {
    /// In lower case.
    public let name: String
    /// Without NUL, CR and LF; bytes that are no UTF-8 are replaced.
    public let value: String

    /// Takes name and value.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
