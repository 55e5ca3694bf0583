internal import Crypto

extension PublicKey {
    /// Reads the text of a `.pub` file: one key in one line; empty lines and lines that begin with `#` do not count.
    ///
    /// Any bytes may be given: they are parsed or refused.
    ///
    /// - Parameter text: at most 64 KiB.
    /// - Throws: ``KeyError`` that says what the text is instead of one accepted key.
    public init(parsing text: [UInt8]) throws(KeyError) {
        guard text.count <= Limits.textBytes else { throw .tooLong(limit: Limits.textBytes) }
        let lines = text.split(separator: UInt8(ascii: "\n")).map(TextLine.init)
        let keys = lines.filter { !$0.isEmpty && !$0.isComment }
        guard let first = keys.first else { throw .noKey }
        let key = try PublicKey(first)
        guard keys.count == 1 else { throw .severalKeys }
        self = key
    }

    /// Reads the text of a `.pub` file, as ``init(parsing:)-([UInt8])`` does.
    ///
    /// - Throws: ``KeyError`` that says what the text is instead of one accepted key.
    public init(parsing text: String) throws(KeyError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// Reads `type base64 comment`.
    init(_ line: TextLine) throws(KeyError) {
        guard line.bytes.count <= Limits.lineBytes else { throw .tooLong(limit: Limits.lineBytes) }
        let text = line.text
        try Self.refuseOtherFormats(text)
        guard !line.hasControls else { throw .controlCharacter }
        let fields = text.split(maxSplits: 2, omittingEmptySubsequences: true, whereSeparator: TextLine.isBlank)
        let type = try Self.type(of: fields)
        guard fields.count >= 2 else { throw .noKey }
        let comment = fields.count == 3 ? fields[2] : ""
        guard !Self.holdsKey(comment) else { throw .severalKeys }
        try self.init(type, base64: String(fields[1]), comment: String(comment))
    }

    /// The one way in: checks what libssh does not, and takes libssh's encoding only if it is the given one.
    private init(_ type: KeyType, base64: String, comment: String) throws(KeyError) {
        guard let bytes = Base64.decode(base64) else { throw .notBase64 }
        var blob = WireBlob(bytes)
        guard let inside = blob.name() else { throw .damaged(type) }
        guard inside == type.rawValue else {
            throw .typeMismatch(outside: type, inside: PrintableText.of(inside, limit: Limits.quotedLength))
        }
        let bitLength = try type.bitLength(&blob)
        guard let key = LibraryKey(type, base64: base64) else { throw .damaged(type) }
        try self.init(key, type: type, bitLength: bitLength, comment: comment)
        // libssh overlooks bytes behind the last field, and numbers with extra zeros; sshd would not.
        guard self.base64 == base64 else { throw .damaged(type) }
    }

    private static func refuseOtherFormats(_ text: String) throws(KeyError) {
        let begins = text.hasPrefix("-----BEGIN ") || text.hasPrefix("PuTTY-User-Key-File-")
        if begins && (text.contains("PRIVATE KEY") || text.hasPrefix("PuTTY")) { throw .privateKey }
        if begins || text.hasPrefix("---- BEGIN ") { throw .foreignFormat }
    }

    private static func type(of fields: [Substring]) throws(KeyError) -> KeyType {
        let name = fields.first ?? ""
        if let type = KeyType(rawValue: String(name)) { return type }
        if name == KeyType.dsa { throw .weak(.dsa) }
        let shown = PrintableText.of(name, limit: Limits.quotedLength)
        if KeyType.isCertificate(name) { throw .certificate(type: shown) }
        let others = fields.dropFirst().flatMap { $0.split(whereSeparator: TextLine.isBlank) }
        if others.contains(where: KeyType.isName) { throw .optionsBeforeKey }
        throw .unknownType(shown)
    }

    /// Whether a comment is a key of its own: a type, and what every key begins with in base64.
    private static func holdsKey(_ comment: Substring) -> Bool {
        let words = comment.split(whereSeparator: TextLine.isBlank)
        return zip(words, words.dropFirst()).contains { KeyType.isName($0) && $1.hasPrefix("AAAA") }
    }
}
