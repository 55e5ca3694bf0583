/// The name of a signing key, which is also the origin of what it signs: a URL without a scheme, as
/// `gateway.example.org/postern`. Nothing needs to be found there. Source: c2sp.org/signed-note, c2sp.org/tlog-checkpoint.
public struct KeyName: Hashable, Sendable, CustomStringConvertible {
    /// The name.
    public let description: String

    /// The most bytes that a name may have.
    public static let longest = 255

    /// Takes a name; `nil` where it is empty or long, or has a space, a `+` or a control character.
    public init?(_ text: some StringProtocol) {
        let isFit = text.unicodeScalars.allSatisfy { scalar in
            !scalar.properties.isWhitespace && scalar != "+" && scalar.properties.generalCategory != .control
        }
        guard !text.isEmpty, text.utf8.count <= Self.longest, isFit else { return nil }
        description = String(text)
    }

    /// The name of a gateway's key: its host name, then `/postern`.
    public init?(host: String) { self.init(host + "/postern") }
}
