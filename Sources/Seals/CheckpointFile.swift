public import Sodium

/// A file of checkpoints, one note after the other, as we keep them and as somebody may have kept them elsewhere.
public enum CheckpointFile {
    /// The most bytes that we read of one: a note an hour for a thousand years.
    public static let longest = 2 << 30

    /// One note, or what should be one.
    public struct Piece: Hashable, Sendable {
        /// Its first line in the file, from 1.
        public let line: Int
        /// What it is.
        public let content: Content
    }

    /// What a piece of the file is.
    public enum Content: Hashable, Sendable {
        /// A checkpoint of this key's trail, signed by it.
        case sealed(Checkpoint)
        /// A whole note that this key did not sign.
        case unsigned
        /// A note that says that this key signed it, and it is not so; or signed, and of another origin.
        case forged
        /// No whole note: cut, or damaged.
        case unreadable
    }

    /// Takes a file apart.
    ///
    /// - Parameters:
    ///   - bytes: all of it.
    ///   - key: whose checkpoints they should be.
    /// - Returns: its pieces, in their order.
    /// - Throws: ``SodiumError`` where libsodium cannot work.
    public static func read(_ bytes: [UInt8], key: VerifierKey) throws(SodiumError) -> [Piece] {
        var pieces: [Piece] = []
        for (line, note) in split(bytes, origin: Array(key.name.description.utf8)) {
            pieces.append(Piece(line: line, content: try content(of: note, key)))
        }
        return pieces
    }

    private static func content(of note: [UInt8], _ key: VerifierKey) throws(SodiumError) -> Content {
        // A signature that was cut may still be good base64.
        guard let note = SignedNote(note), !note.hasShortSignature(of: key) else { return .unreadable }
        switch try note.verdict(of: key) {
        case .forged: return .forged
        case .unsigned: return .unsigned
        case .signed:
            guard let checkpoint = Checkpoint(text: note.text), checkpoint.origin == key.name.description else {
                return .forged
            }
            return .sealed(checkpoint)
        }
    }

    /// A note ends with its signatures. One that was cut ends where the next begins, which is a line with the origin.
    private static func split(_ bytes: [UInt8], origin: [UInt8]) -> [(line: Int, note: [UInt8])] {
        var notes: [(line: Int, note: [UInt8])] = []
        var isSigned = false
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() where number < lines.count - 1 || !line.isEmpty {
            let isSignature = line.starts(with: "\u{2014} ".utf8)
            let isEmpty = notes.last.map { $0.note.allSatisfy { $0 == UInt8(ascii: "\n") } } ?? false
            if notes.isEmpty || isEmpty || (isSigned && !isSignature) || line.elementsEqual(origin) {
                if isEmpty { notes.removeLast() }
                notes.append((number + 1, []))
            }
            notes[notes.count - 1].note += line
            // The file's last line may have been cut before its end: a break that is not there is not added.
            if number < lines.count - 1 { notes[notes.count - 1].note.append(UInt8(ascii: "\n")) }
            isSigned = isSignature
        }
        return notes.filter { !$0.note.allSatisfy { $0 == UInt8(ascii: "\n") } }
    }
}
