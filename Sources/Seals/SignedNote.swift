internal import Crypto
public import Sodium

/// A text with signatures below it. Source: c2sp.org/signed-note.
public struct SignedNote: Hashable, Sendable, CustomStringConvertible {
    /// What is signed, its last line break included.
    public let text: String
    /// By whom, in the order of the note.
    public let signatures: [Signature]

    /// The most bytes of a note that we read: far more than 16 signatures of any kind.
    public static let longest = 256 * 1024

    /// One line below the text.
    public struct Signature: Hashable, Sendable {
        /// The key's name.
        public let name: KeyName
        /// The key's number.
        public let id: UInt32
        /// The signature itself.
        public let bytes: [UInt8]
    }

    /// What a key says about a note.
    public enum Verdict: Hashable, Sendable {
        /// It signed this text.
        case signed
        /// No signature is of this key.
        case unsigned
        /// A signature says that it is of this key, and it is not, or not of this text.
        case forged
    }

    init(text: String, signatures: [Signature]) {
        self.text = text
        self.signatures = signatures
    }

    /// Reads a note; `nil` for what is none. Nothing is verified yet.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.longest, let note = String(validating: bytes, as: UTF8.self) else { return nil }
        // In bytes: for Swift's String, a line break and what follows it may be one character.
        let isPlain = note.utf8.allSatisfy { $0 >= 0x20 || $0 == UInt8(ascii: "\n") }
        guard isPlain, note.utf8.last == UInt8(ascii: "\n"), let gap = Self.lastEmptyLine(of: bytes) else { return nil }
        var signatures: [Signature] = []
        let lines = bytes[(gap + 1)...].dropLast()
        for line in lines.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            guard let signature = Signature(line: String(decoding: line, as: UTF8.self)) else { return nil }
            signatures.append(signature)
        }
        guard !signatures.isEmpty else { return nil }
        self.init(text: String(decoding: bytes[..<gap], as: UTF8.self), signatures: signatures)
    }

    /// Where the line break of the last empty line is; the text ends just before it.
    private static func lastEmptyLine(of bytes: [UInt8]) -> Int? {
        bytes.indices.dropFirst().last { index in
            bytes[index] == UInt8(ascii: "\n") && bytes[index - 1] == UInt8(ascii: "\n")
        }
    }

    /// What `key` says about it. Signatures of other keys are passed over, also of those that share its name or its ID.
    ///
    /// - Throws: ``SodiumError`` where libsodium cannot work.
    public func verdict(of key: VerifierKey) throws(SodiumError) -> Verdict {
        var verdict = Verdict.unsigned
        for signature in signatures where signature.name == key.name && signature.id == key.id {
            guard try Ed25519Key.verifies(signature.bytes, of: Array(text.utf8), by: key.publicKey) else {
                return .forged
            }
            verdict = .signed
        }
        return verdict
    }

    /// Whether a signature of `key` has not all its bytes.
    func hasShortSignature(of key: VerifierKey) -> Bool {
        signatures.contains { one in
            one.name == key.name && one.id == key.id && one.bytes.count < Ed25519Key.signatureLength
        }
    }

    /// The note as it is written.
    public var description: String { text + "\n" + signatures.map(\.line).joined() }
}

extension SignedNote.Signature {
    private static let heading = "\u{2014} "

    fileprivate init?(line: String) {
        guard line.hasPrefix(Self.heading) else { return nil }
        let parts = line.dropFirst(Self.heading.count).split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let name = KeyName(parts[0]), let bytes = Base64.decode(parts[1]), bytes.count > 4
        else { return nil }
        self.name = name
        id = bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        self.bytes = Array(bytes.dropFirst(4))
    }

    fileprivate var line: String {
        let number = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: id >> UInt32($0)) }
        return "\(Self.heading)\(name) \(Base64.encode(number + bytes))\n"
    }
}
