public import Policy

/// A change of one key in a file that a person may have written: all else stays as it is, comments included.
public enum PolicyEdit: Hashable, Sendable {
    /// `disabled` of a client.
    case isDisabled(Bool)
    /// `password` of a repository.
    case password(SecretReference)
    /// `key` of a repository.
    case key(String)

    /// The file's content after the change.
    ///
    /// - Parameters:
    ///   - text: the content before.
    ///   - file: the file's path, for errors.
    /// - Returns: the new content.
    /// - Throws: that the file is no TOML, or that the key stands where it cannot be replaced.
    public func applied(to text: String, file: String) throws(PolicyFileError) -> String {
        do throws(Complaints) {
            let members = try Entry.parse(Array(text.utf8)).table()
            let edited = edit(text, members)
            let now = try Entry.parse(Array(edited.utf8)).table()
            let old = members.first { $0.key == key }
            guard now.first(where: { $0.key == key })?.entry.value == value,
                now.count == members.count + (old == nil ? 1 : 0)
            else {
                throw Complaints(
                    old?.line ?? 1, "\"\(key)\" cannot be changed here", hint: "write it on a line of its own")
            }
            return edited
        } catch {
            throw PolicyFileError(error, in: file)
        }
    }

    private func edit(_ text: String, _ members: [Entry.Member]) -> String {
        // Scalars, not characters: "\r\n" is one character.
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        let line = "\(key) = \(literal)"
        if let old = members.first(where: { $0.key == key }) {
            lines[old.line - 1] = line
            return lines.joined(separator: "\n")
        }
        // A key behind the head of a table would be that table's.
        let heads = members.filter { if case .table = $0.entry.value { true } else { false } }
        if var index = heads.map(\.line).min().map({ $0 - 1 }) {
            while index > 0, lines[index - 1].hasPrefix("#") { index -= 1 }
            lines.insert(contentsOf: [line, ""], at: index)
            return lines.joined(separator: "\n")
        }
        return text + (text.isEmpty || text.utf8.last == UInt8(ascii: "\n") ? "" : "\n") + line + "\n"
    }

    private var key: String {
        switch self {
        case .isDisabled: "disabled"
        case .password: "password"
        case .key: "key"
        }
    }

    private var literal: String {
        switch self {
        case .isDisabled(let flag): flag ? "true" : "false"
        case .password(let secret): TOMLText.quoted(secret.description)
        case .key(let id): TOMLText.quoted(id)
        }
    }

    private var value: Entry.Value {
        switch self {
        case .isDisabled(let flag): .flag(flag)
        case .password(let secret): .text(secret.description)
        case .key(let id): .text(id)
        }
    }
}
