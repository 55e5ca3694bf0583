/// A form that a value can have, as a value itself: how an entry is read, or what is wrong with it.
struct Form<Value>: Sendable {
    let read: @Sendable (Entry) throws(Complaints) -> Value

    init(_ read: @escaping @Sendable (Entry) throws(Complaints) -> Value) { self.read = read }
}

extension Form {
    /// A text that `parse` understands.
    ///
    /// - Parameters:
    ///   - form: what it should be, for the error.
    ///   - hint: how it is written.
    ///   - parse: the value, or `nil`.
    /// - Returns: the form.
    static func text(_ form: String, hint: String, _ parse: @escaping @Sendable (String) -> Value?) -> Form {
        Form { (entry) throws(Complaints) in
            let text = try entry.text()
            guard let value = parse(text) else {
                throw entry.complaint("\"\(shown(text))\" is not \(form)", hint: hint)
            }
            return value
        }
    }

    /// What `form` reads, or `nil` for the word `none`, which undoes a default.
    static func optional<Some>(_ form: Form<Some>, absent word: String = "none") -> Form where Value == Some? {
        Form { (entry) throws(Complaints) in
            if case .text(word) = entry.value { return nil }
            return try form.read(entry)
        }
    }

    /// What `form` reads, for what may stay unsaid but cannot be unsaid.
    static func some<Some>(_ form: Form<Some>) -> Form where Value == Some? {
        Form { (entry) throws(Complaints) in try form.read(entry) }
    }

    /// A list in which nothing stands twice.
    static func list<Element: Hashable & SendableMetatype>(_ form: Form<Element>) -> Form where Value == [Element] {
        Form { (entry) throws(Complaints) in
            guard case .list(let entries) = entry.value else { throw entry.wrongType("a list in brackets") }
            var elements: [Element] = []
            var seen: Set<Element> = []
            var complaints: [Complaint] = []
            for entry in entries {
                do throws(Complaints) {
                    let element = try form.read(entry)
                    guard seen.insert(element).inserted else { throw entry.complaint("this stands twice in the list") }
                    elements.append(element)
                } catch {
                    complaints += error.all
                }
            }
            if let error = Complaints(complaints) { throw error }
            return elements
        }
    }
}

extension Form where Value == Bool {
    static var flag: Form {
        Form { (entry) throws(Complaints) in
            guard case .flag(let flag) = entry.value else { throw entry.wrongType("true or false") }
            return flag
        }
    }
}

extension Form where Value == Int {
    /// The largest number that a policy may hold: a million million.
    private static var most: Int64 { 1_000_000_000_000 }

    /// A whole number from `least` to ``most``.
    static func count(from least: Int) -> Form {
        Form { (entry) throws(Complaints) in
            guard case .integer(let number) = entry.value else { throw entry.wrongType("a whole number") }
            guard (Int64(least)...most).contains(number) else {
                throw entry.complaint("\(number) is out of range", hint: "write a number from \(least) to \(most)")
            }
            return Int(number)
        }
    }
}

extension Form where Value: RawRepresentable<String> & CaseIterable & SendableMetatype {
    /// One of the words of a choice.
    static var choice: Form {
        let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return text("a word that is known here", hint: "write one of: \(words)") { Value(rawValue: $0) }
    }
}
