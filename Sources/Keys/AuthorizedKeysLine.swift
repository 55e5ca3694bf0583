/// The line of `authorized_keys` that lets one key of a client start the gate, and do nothing else.
///
/// For example:
///
///     restrict,command="/usr/bin/postern-gate serve --client web1",from="192.0.2.0/24" ssh-ed25519 AAAA… web1
///
/// Source: sshd(8), "AUTHORIZED_KEYS FILE FORMAT". `restrict` switches off forwarding, terminals, user rc files and
/// whatever OpenSSH adds later. sshd hands the command to the account's shell, so nothing in it may need quoting.
public struct AuthorizedKeysLine: Hashable, Sendable {
    /// The line, without the end of line.
    public let text: String

    /// Puts the line together; each part is checked again here, wherever it comes from.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - client: the client's name, `[a-z0-9][a-z0-9._-]{0,62}`.
    ///   - gate: the absolute path of `postern-gate`.
    ///   - configuration: the absolute path of the configuration folder, where it is not the usual one.
    ///   - sources: addresses and ranges from where the key works; from everywhere if empty.
    ///   - expires: from when on the key no longer works.
    /// - Throws: ``KeyError/unsafePath(_:)``, ``KeyError/badClientName(_:)``, ``KeyError/badSource(_:)``,
    ///   ``KeyError/inconsistentRange(_:)``, ``KeyError/tooLong(limit:)``.
    public init(
        key: PublicKey, client: String, gate: String, configuration: String? = nil, sources: [String] = [],
        expires: KeyTime? = nil
    ) throws(KeyError) {
        try Self.check(client: client)
        try Self.check(path: gate)
        var command = "\(gate) serve --client \(client)"
        if let configuration {
            try Self.check(path: configuration)
            command += " --config \(configuration)"
        }
        var options = ["restrict", "command=\"\(command)\""]
        if !sources.isEmpty {
            var ranges: [String] = []
            for source in sources { ranges.append(try AddressRange(source).text) }
            options.append("from=\"\(ranges.joined(separator: ","))\"")
        }
        if let expires { options.append("expiry-time=\"\(expires.asExpiryTime)\"") }
        let text = "\(options.joined(separator: ",")) \(key.line) \(client)"
        guard text.utf8.count <= Limits.generatedBytes else { throw .tooLong(limit: Limits.generatedBytes) }
        self.text = text
    }

    /// Letters that mean nothing to a shell, to sshd's option parser, or to sshd's `%` and `~` expansion.
    private static func check(path: String) throws(KeyError) {
        let parts = path.split(separator: "/")
        let sound =
            path.hasPrefix("/") && path.utf8.count <= Limits.pathBytes && path.utf8.allSatisfy(isPlain)
            && !parts.isEmpty && !parts.contains(".") && !parts.contains("..")
        guard sound else { throw .unsafePath(PrintableText.of(path, limit: Limits.pathBytes)) }
    }

    private static func check(client: String) throws(KeyError) {
        let sound =
            (1...63).contains(client.utf8.count) && client.utf8.first.map(isLowerOrDigit) == true
            && client.utf8.allSatisfy { isLowerOrDigit($0) || [UInt8](".-_".utf8).contains($0) }
        guard sound else { throw .badClientName(PrintableText.of(client, limit: Limits.quotedLength)) }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        isLowerOrDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || [UInt8]("/._+-".utf8).contains(byte)
    }

    private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}
