public import Restic
internal import SQLite
internal import Trail

/// Objects that lay in a repository before any row told of them, as a row tells of them.
public enum ImportedObjects {
    /// The detail with the place.
    public static let place = "at"
    /// What the names of the details with the objects begin with.
    public static let objects = "objects"

    /// Puts objects into texts, each as long as a detail may be.
    ///
    /// - Parameters:
    ///   - objects: the objects, with their sizes.
    ///   - limit: bytes of one text.
    /// - Returns: `OBJECT:SIZE` with spaces between them.
    public static func texts(_ objects: [(Object, ByteCount)], limit: Int) -> [String] {
        var texts: [String] = []
        for (object, size) in objects {
            let word = "\(object):\(size.bytes)"
            if let last = texts.last, last.utf8.count + 1 + word.utf8.count <= limit {
                texts[texts.count - 1] = "\(last) \(word)"
            } else {
                texts.append(word)
            }
        }
        return texts
    }

    static func parse(_ text: String) -> [(Object, ByteCount)] {
        text.split(separator: " ").compactMap { word in
            guard let colon = word.lastIndex(of: ":"), let object = Object(String(word[..<colon])),
                let size = UInt64(word[word.index(after: colon)...])
            else { return nil }
            return (object, ByteCount(bytes: size))
        }
    }
}

extension Received {
    /// Whether the object was there before any row told of it: then nobody knows when it was received.
    public var isImported: Bool { at.milliseconds == 0 }
}

extension Catalog {
    /// Takes in what a row of an import tells. What a row accounts for already stays as it is.
    func enterImport(_ row: Row) throws(SQLiteError) {
        guard let name = row.entry.text(ImportedObjects.place) else { return }
        let (place, client) = (try id(ofPlace: name), try id(ofClient: ""))
        let act = { (key: ObjectKey?, bytes: ByteCount) in
            Act(
                row: row.seq, effect: .store, place: place, key: key, bytes: bytes, client: client,
                at: Moment(milliseconds: 0))
        }
        let isKnown =
            try queries.first("SELECT 1 FROM repository WHERE place = ?", .number(place)) { _ in true } ?? false
        if !isKnown { try addRepository(act(nil, .zero)) }
        for detail in row.entry.details where detail.name.hasPrefix(ImportedObjects.objects) {
            guard case .text(let text) = detail.value else { continue }
            for (object, bytes) in ImportedObjects.parse(text) {
                let key = ObjectKey(object)
                let isThere = try queries.first(
                    "SELECT 1 FROM object WHERE place = ? AND kind = ? AND name = ?", .number(place), .number(key.kind),
                    .bytes(key.name)
                ) { _ in true }
                if isThere == nil { try addObject(act(key, bytes)) }
            }
        }
    }
}
