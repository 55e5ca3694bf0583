/// What `sshd -T` says: a keyword in lower case and its value a line, some of them more than once.
struct SSHDSettings {
    private let values: [String: [String]]

    init(_ lines: [String]) {
        var values: [String: [String]] = [:]
        for line in lines {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard let keyword = parts.first else { continue }
            values[keyword.lowercased(), default: []].append(parts.count > 1 ? String(parts[1]) : "")
        }
        self.values = values
    }

    /// The value of a keyword that has one; empty where sshd does not know it.
    func value(_ keyword: String) -> String { values[keyword.lowercased()]?.first ?? "" }

    /// All values of a keyword that may have many.
    func all(_ keyword: String) -> [String] { values[keyword.lowercased()] ?? [] }
}
