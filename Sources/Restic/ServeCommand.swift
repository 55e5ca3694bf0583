/// What restic asks sshd to run: `rclone serve restic --stdio … REMOTE`, as `SSH_ORIGINAL_COMMAND` has it.
///
/// The grammar is closed: a word that is not in it makes the whole command one that we do not serve. The options are
/// those that people add for rclone; they change nothing here.
public struct ServeCommand: Hashable, Sendable {
    /// The text after `rclone:` in the repository's name; empty for the client's default repository.
    public let remote: String

    /// Parses the words that ssh joined with spaces.
    ///
    /// - Throws: ``ServeCommandError``.
    public init(parsing text: some StringProtocol) throws(ServeCommandError) {
        guard !text.isEmpty else { throw .interactive }
        guard text.utf8.count <= Limits.command else { throw .tooLong }
        guard text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else { throw .unprintable }
        var words = String(text).split(separator: " ").map { String($0) }[...]
        if words.first == "rclone" || words.first == "forced-command" { words.removeFirst() }
        guard words.starts(with: ["serve", "restic"]) else { throw .notServe }
        self.remote = try Self.remote(in: words.dropFirst(2))
    }

    private static func remote(in words: ArraySlice<String>) throws(ServeCommandError) -> String {
        var words = words
        var remote: String?
        var stdio = false
        while let word = words.popFirst() {
            if word == "--stdio" {
                stdio = true
            } else if optionsWithValue.contains(word) {
                guard words.popFirst() != nil else { throw .unknownOption(word) }
            } else if word.hasPrefix("-") {
                guard isHarmless(word) else { throw .unknownOption(word) }
            } else if remote == nil {
                remote = word
            } else {
                throw .manyRemotes
            }
        }
        guard stdio else { throw .stdioMissing }
        return remote ?? ""
    }

    private static let optionsWithValue: Set<String> = ["--bwlimit"]

    private static func isHarmless(_ option: String) -> Bool {
        switch option {
        case "-v", "-vv", "-vvv", "--verbose", "--append-only", "--b2-hard-delete": true
        case "--drive-use-trash=false", "--cache-objects=false": true
        default: option.hasPrefix("--bwlimit=") || option.hasPrefix("--verbose=")
        }
    }
}

/// Why a command is not one that we serve.
public enum ServeCommandError: Error, Hashable, Sendable, CustomStringConvertible {
    case interactive
    case tooLong
    case unprintable
    case notServe
    case stdioMissing
    case manyRemotes
    case unknownOption(String)

    /// What is wrong, for the person at the client.
    public var description: String {
        switch self {
        case .interactive: "this account has no shell, it only takes restic backups"
        case .tooLong: "the command is longer than \(Limits.command) bytes"
        case .unprintable: "the command holds bytes that are not printable ASCII"
        case .notServe: "only `serve restic --stdio` is served here"
        case .stdioMissing: "the option --stdio is missing"
        case .manyRemotes: "more than one repository is named"
        case .unknownOption(let option): "the option \(option) is not known here"
        }
    }
}
