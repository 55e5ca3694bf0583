internal import ResticFiles

extension RunReport {
    /// An object in which verify found something wrong, as a report keeps it.
    struct Finding: Hashable, Sendable {
        /// As the trail writes it.
        var object = ""
        /// The names of what is wrong, as ``Verify/Flaw/word``.
        var flaws: [String] = []
        /// For people.
        var text = ""
        /// Who stored it; empty where no row tells it.
        var client = ""
        /// In which session; 0 where no row tells it.
        var session: UInt64 = 0
        /// When; empty where no row tells it.
        var received = ""
    }
}

extension RunReport.Finding {
    /// All of it.
    var json: JSON {
        .object([
            ("object", .text(object)), ("flaws", .texts(flaws)), ("text", .text(text)), ("client", .text(client)),
            ("session", .number(session)), ("received", .text(received)),
        ])
    }

    /// Reads what ``json`` wrote.
    init(from reader: inout JSONReader) throws(ResticFileError) {
        self.init()
        var (texts, words, number): ([String: String], [String], UInt64) = ([:], [], 0)
        try reader.object { (name, reader) throws(ResticFileError) in
            switch name {
            case "flaws": try reader.array { (reader) throws(ResticFileError) in words.append(try reader.text()) }
            case "session": number = try reader.number()
            default: texts[name] = try reader.text()
            }
        }
        object = texts["object"] ?? ""
        flaws = words
        text = texts["text"] ?? ""
        client = texts["client"] ?? ""
        session = number
        received = texts["received"] ?? ""
    }
}
