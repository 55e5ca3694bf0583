internal import Glibc
internal import Policy

/// What a new client's host needs: how ssh reaches the gateway, restic's environment, and the first command.
struct HostInstructions {
    let client: Client
    /// The private key's file, where it was minted here.
    let mintedKey: String?
    /// The user that sshd serves.
    let user: String
    /// The gateway's name, as the gateway knows it.
    let gateway: String

    /// What stands after `rclone:`: the first repository by name, or the first place that needs no choice.
    private var repository: String {
        if let first = client.repositories.first { return first.description }
        return client.paths.map(\.description).first { !$0.contains("*") } ?? "STORAGE:PATH"
    }

    /// The stanza of `ssh_config`. The host's own ssh keeps the connection alive through a long silence, while restic
    /// reads files that have not changed.
    var stanza: [String] {
        [
            "Host postern",
            "    HostName \(gateway)",
            "    User \(user)",
            "    IdentityFile ~/.ssh/postern",
            "    IdentitiesOnly yes",
            "    BatchMode yes",
            "    ServerAliveInterval 30",
            "    ServerAliveCountMax 10",
        ]
    }

    /// restic's variables.
    var environment: [(name: String, value: String)] {
        [("RESTIC_REPOSITORY", "rclone:\(repository)"), ("RESTIC_PASSWORD_FILE", "/etc/restic-password")]
    }

    /// The option of every restic command.
    static let option = "-o rclone.program=\"ssh postern\""

    /// The first command.
    var first: String { "restic \(Self.option) \(client.create ? "init" : "snapshots")" }

    /// All of it, for people.
    var lines: [String] {
        let key =
            mintedKey.map { "move \(Escaped.text($0)) to ~/.ssh/postern there, and keep no copy" }
            ?? "its private key belongs in ~/.ssh/postern there"
        return ["", "on \(client.name), as the user that runs restic (\(key)):", "", "~/.ssh/config"]
            + stanza.map { "    " + $0 } + ["", "environment"]
            + environment.map { "    \($0.name)=\($0.value)" } + ["", "first command", "    \(first)"]
    }

    /// All of it, for programs.
    var json: [(name: String, value: JSON)] {
        [
            ("ssh_config", .text(stanza.map { $0 + "\n" }.joined())),
            ("environment", .object(environment.map { ($0.name, .text($0.value)) })),
            ("option", .text(Self.option)), ("first", .text(first)),
        ]
    }
}
