/// One key of a table: its name, and how its value becomes a part of what the table describes.
///
/// What it takes to read a key is made when that key is read: a gate starts for each backup, and meets a handful of them.
struct Key<Subject>: Sendable {
    let name: String
    let read: @Sendable (inout Subject, Entry) throws(Complaints) -> Void

    init(_ name: String, _ read: @escaping @Sendable (inout Subject, Entry) throws(Complaints) -> Void) {
        self.name = name
        self.read = read
    }

    /// A key whose value has a form.
    init<Value>(
        _ name: String, _ path: @autoclosure @escaping @Sendable () -> WritableKeyPath<Subject, Value>,
        _ form: @autoclosure @escaping @Sendable () -> Form<Value>
    ) {
        self.init(name) { (subject, entry) throws(Complaints) in
            subject[keyPath: path()] = try form().read(entry)
        }
    }

    /// A key that is a table.
    init<Part>(
        _ name: String, _ path: @autoclosure @escaping @Sendable () -> WritableKeyPath<Subject, Part>,
        table keys: @autoclosure @escaping @Sendable () -> [Key<Part>]
    ) {
        self.init(name) { (subject, entry) throws(Complaints) in
            try entry.read(into: &subject[keyPath: path()], by: keys())
        }
    }

    /// The same key of a table that describes more.
    func lifted<Whole>(to path: any WritableKeyPath<Whole, Subject> & Sendable) -> Key<Whole> {
        Key<Whole>(name) { (whole, entry) throws(Complaints) in try read(&whole[keyPath: path], entry) }
    }
}

extension Entry {
    /// Reads a table whose keys are all in `keys`.
    ///
    /// - Throws: all that is wrong with it, not only the first.
    func read<Subject>(into subject: inout Subject, by keys: [Key<Subject>]) throws(Complaints) {
        var complaints: [Complaint] = []
        for member in try table() {
            do throws(Complaints) {
                guard let key = keys.first(where: { $0.name == member.key }) else {
                    throw Self.unknown(member, known: keys.map(\.name))
                }
                try key.read(&subject, member.entry)
            } catch {
                complaints += error.all
            }
        }
        if let error = Complaints(complaints) { throw error }
    }

    private static func unknown(_ member: Member, known: [String]) -> Complaints {
        let hint =
            nearest(to: member.key, among: known).map { "did you mean \"\($0)\"?" }
            ?? KeyHome.of(member.key).map { "this key belongs in \($0)" }
            ?? "known here: \(known.joined(separator: ", "))"
        return Complaints(member.line, "unknown key \"\(shown(member.key))\"", hint: hint)
    }
}
