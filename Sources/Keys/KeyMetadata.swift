/// Our own words above a key in a client's file: `# postern: added=TIME expires=TIME`.
struct KeyMetadata {
    /// What the line begins with.
    static let mark = "# postern:"

    /// The words that we know; each stands at most once, as `word=value`.
    enum Word: String, CaseIterable {
        case added
        case expires
    }

    /// When the key was added.
    let added: KeyTime?
    /// From when on the key no longer works.
    let expires: KeyTime?

    /// Reads a comment line; nil where it is somebody's own comment and none of ours.
    ///
    /// A line that only resembles ours is an error: an `expires` that is overlooked would let a key live for ever.
    init?(_ comment: String) throws(KeyError) {
        let content = comment.drop { $0 == "#" || TextLine.isBlank($0) }
        guard content.prefix(7).lowercased() == "postern" else { return nil }
        guard comment.hasPrefix(Self.mark + " ") else { throw .metadata(.form) }
        var values: [Word: KeyTime] = [:]
        for item in comment.dropFirst(Self.mark.count).split(whereSeparator: TextLine.isBlank) {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let shown = PrintableText.of(item, limit: Limits.quotedLength)
            guard parts.count == 2, let word = Word(rawValue: String(parts[0])) else {
                throw .metadata(.unknownWord(shown))
            }
            guard values.updateValue(try KeyTime(parts[1]), forKey: word) == nil else {
                throw .metadata(.wordTwice(word.rawValue))
            }
        }
        added = values[.added]
        expires = values[.expires]
    }
}
