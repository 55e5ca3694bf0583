extension Entry {
    func text() throws(Complaints) -> String {
        guard case .text(let text) = value else { throw wrongType("a text in quotes") }
        return text
    }

    func table() throws(Complaints) -> [Member] {
        guard case .table(let members) = value else { throw wrongType("a table") }
        return members
    }

    func complaint(_ message: String, hint: String? = nil) -> Complaints {
        Complaints(line, message, hint: hint)
    }

    /// That the entry is of another type than `wanted`.
    func wrongType(_ wanted: String) -> Complaints {
        let found =
            switch value {
            case .text: "a text"
            case .integer: "a whole number"
            case .real: "a number with a fraction"
            case .flag: "true or false"
            case .date: "a date"
            case .time: "a time"
            case .list: "a list"
            case .table: "a table"
            }
        return complaint("\(found) stands here", hint: "this key takes \(wanted)")
    }
}
