/// The keys of one client: the file `authorized_keys.d/NAME`. Its form is in `authorized_keys.d/README.md`.
public struct KeyFile: Hashable, Sendable {
    /// One key, and what stands above it.
    public struct Entry: Hashable, Sendable {
        /// The key, with its comment.
        public let key: PublicKey
        /// When it was added, if that is known.
        public var added: KeyTime?
        /// From when on it no longer works, if ever.
        public var expires: KeyTime?
        /// The comment lines above it, each with its `#`, kept for the people who wrote them.
        let notes: [String]
    }

    /// The keys, in the order of the file; no key is there twice.
    public private(set) var entries: [Entry] = []

    /// The comment lines below the last key.
    private var closingNotes: [String] = []

    /// A file without keys.
    public init() {}

    /// What ``init(parsing:name:)`` read.
    init(entries: [Entry], closingNotes: [String]) {
        self.entries = entries
        self.closingNotes = closingNotes
    }

    /// The entry of `key`, whatever its comment says; nil where it is not among them.
    public func entry(of key: PublicKey) -> Entry? {
        entries.first { $0.key == key }
    }

    /// Adds a key at the end.
    ///
    /// - Parameters:
    ///   - key: a key that is not there yet.
    ///   - added: when that happens.
    ///   - expires: from when on the key no longer works, if ever.
    /// - Throws: ``KeyError/keyTwice(fingerprint:line:)`` with the line that has it, or
    ///   ``KeyError/tooManyKeys(limit:)``.
    public mutating func add(_ key: PublicKey, added: KeyTime?, expires: KeyTime? = nil) throws(KeyError) {
        if let line = line(of: key) { throw .keyTwice(fingerprint: key.fingerprint, line: line) }
        guard entries.count < Limits.keysPerFile else { throw .tooManyKeys(limit: Limits.keysPerFile) }
        entries.append(Entry(key: key, added: added, expires: expires, notes: closingNotes))
        closingNotes = []
    }

    /// Takes out the key with this fingerprint, and the comment lines above it.
    ///
    /// - Parameter fingerprint: `SHA256:…`, as ``PublicKey/fingerprint``.
    /// - Returns: what was taken out; nil where no key has this fingerprint.
    public mutating func remove(fingerprint: String) -> Entry? {
        guard let index = entries.firstIndex(where: { $0.key.fingerprint == fingerprint }) else { return nil }
        return entries.remove(at: index)
    }

    /// Lets each key that works longer end at `time`: for the old keys while a new one takes over.
    public mutating func expireAll(at time: KeyTime) {
        for index in entries.indices {
            entries[index].expires = min(entries[index].expires ?? time, time)
        }
    }

    /// The whole file, so that ``init(parsing:name:)`` reads the same entries again.
    public var text: String {
        let lines = entries.flatMap(\.lines) + closingNotes
        return lines.map { $0 + "\n" }.joined()
    }

    private func line(of key: PublicKey) -> Int? {
        guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
        return entries[...index].reduce(0) { $0 + $1.lines.count }
    }
}

extension KeyFile.Entry {
    /// Its lines in the file: the notes, our own words, the key.
    var lines: [String] {
        var words: [String] = []
        if let added { words.append("\(KeyMetadata.Word.added.rawValue)=\(added)") }
        if let expires { words.append("\(KeyMetadata.Word.expires.rawValue)=\(expires)") }
        let metadata = words.isEmpty ? [] : ["\(KeyMetadata.mark) \(words.joined(separator: " "))"]
        return notes + metadata + [key.lineWithComment]
    }
}
