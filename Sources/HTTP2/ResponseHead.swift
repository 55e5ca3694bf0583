/// What an answer says before its body.
public struct ResponseHead: Sendable {
    /// Three digits. Source: RFC 9110, 15.
    public var status: Int
    /// Further fields, names in lower case.
    public var headers: [(String, String)]

    /// Takes the status and further fields.
    public init(status: Int, headers: [(String, String)] = []) {
        self.status = status
        self.headers = headers
    }
}
