/// Reads a client's file of keys line by line.
struct KeyFileReader {
    /// What errors call the file.
    let name: String

    private var entries: [KeyFile.Entry] = []
    private var notes: [String] = []
    private var metadata: (line: Int, words: KeyMetadata)?
    private var lines: [PublicKey: Int] = [:]

    init(name: String) {
        self.name = PrintableText.of(name, limit: Limits.pathBytes)
    }

    /// Takes the next line.
    ///
    /// - Throws: ``KeyError/line(file:line:_:)``.
    mutating func read(_ line: TextLine, number: Int) throws(KeyError) {
        do throws(KeyError) {
            if line.isComment || line.isEmpty {
                try requireKey()
                try readComment(line, number: number)
            } else {
                try readKey(line, number: number)
            }
        } catch .line(let file, let line, let error) {
            throw .line(file: file, line: line, error)
        } catch {
            throw .line(file: name, line: number, error)
        }
    }

    /// What was read, once there are no more lines.
    ///
    /// - Throws: ``KeyError/line(file:line:_:)`` where a key should still follow.
    func finish() throws(KeyError) -> KeyFile {
        try requireKey()
        return KeyFile(entries: entries, closingNotes: notes)
    }

    /// Between our own words and their key nothing may stand: they could come to belong to another key.
    private func requireKey() throws(KeyError) {
        if let metadata { throw .line(file: name, line: metadata.line, .metadata(.withoutKey)) }
    }

    private mutating func readComment(_ line: TextLine, number: Int) throws(KeyError) {
        guard line.bytes.count <= Limits.lineBytes else { throw .tooLong(limit: Limits.lineBytes) }
        guard !line.hasControls else { throw .controlCharacter }
        if let words = try KeyMetadata(line.text) {
            metadata = (number, words)
        } else {
            notes.append(line.text)
        }
    }

    private mutating func readKey(_ line: TextLine, number: Int) throws(KeyError) {
        let key = try PublicKey(line)
        if let first = lines[key] { throw .keyTwice(fingerprint: key.fingerprint, line: first) }
        guard entries.count < Limits.keysPerFile else { throw .tooManyKeys(limit: Limits.keysPerFile) }
        lines[key] = number
        let words = metadata?.words
        entries.append(KeyFile.Entry(key: key, added: words?.added, expires: words?.expires, notes: notes))
        metadata = nil
        notes = []
    }
}
