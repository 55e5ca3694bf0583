/// How the gate was started. Nothing of it comes from the client: sshd takes it from the forced command.
public struct Invocation: Hashable, Sendable {
    /// The client whose key logged in.
    public let client: String
    /// The folder with the policy.
    public let configuration: String

    /// Where the policy lies unless `--config` says otherwise.
    public static let standardConfiguration = "/etc/postern"

    /// What to tell a person who calls it by hand.
    public static let usage = """
        usage: postern-gate serve --client NAME [--config DIR]

        The forced command of a client's key; sshd starts it. Speaks restic's REST protocol over HTTP/2 on stdin
        and stdout, as `rclone serve restic --stdio --append-only` does.

        It may also be the account's login shell: as such it runs that line and no other.

          --client NAME   the client, as in clients.d/NAME.toml
          --config DIR    the folder with postern.toml (\(standardConfiguration))

        EXIT STATUS
          0   the client hung up
          1   the session could not be served, or was broken off
          64  these arguments are wrong
        """

    /// Parses the arguments without the program's name.
    ///
    /// - Throws: ``InvocationError``.
    public init(parsing arguments: [String]) throws(InvocationError) {
        var rest = try Self.unwrapped(arguments)[...]
        guard let verb = rest.popFirst() else { throw .verbMissing }
        if verb == "--help" || verb == "-h" { throw .help }
        guard verb == "serve" else { throw .unknown(verb) }
        var values: [String: String] = [:]
        while let option = rest.popFirst() {
            if option == "--help" || option == "-h" { throw .help }
            guard option == "--client" || option == "--config" else { throw .unknown(option) }
            guard let value = rest.popFirst(), !value.isEmpty else { throw .valueMissing(option) }
            guard values.updateValue(value, forKey: option) == nil else { throw .twice(option) }
        }
        guard let client = values["--client"] else { throw .clientMissing }
        self.client = client
        configuration = values["--config"] ?? Self.standardConfiguration
    }

    /// sshd runs a forced command as `SHELL -c COMMAND`. Where the gate itself is the account's shell, COMMAND is its
    /// own line, and nothing else is: no quotes, no variables, no other program. Source: sshd(8), "command=".
    private static func unwrapped(_ arguments: [String]) throws(InvocationError) -> [String] {
        guard arguments.first == "-c" else { return arguments }
        let words = arguments.dropFirst().flatMap { $0.split(separator: " ").map(String.init) }
        guard arguments.count == 2, let program = words.first, program.hasSuffix("/postern-gate") else {
            throw .notAShell
        }
        return Array(words.dropFirst())
    }
}

/// Why arguments are none of ours.
public enum InvocationError: Error, Hashable, Sendable, CustomStringConvertible {
    case help
    case verbMissing
    case notAShell
    case clientMissing
    case unknown(String)
    case valueMissing(String)
    case twice(String)

    /// What is wrong.
    public var description: String {
        switch self {
        case .help: Invocation.usage
        case .notAShell: "this account has no shell, it only takes restic backups"
        case .verbMissing: "a verb is missing, for example: postern-gate serve --client web1"
        case .clientMissing: "--client is missing"
        case .unknown(let word): "unknown argument \(word)"
        case .valueMissing(let option): "\(option) wants a value"
        case .twice(let option): "\(option) stands twice"
        }
    }
}
