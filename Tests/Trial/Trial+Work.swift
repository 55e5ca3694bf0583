extension Trial {
    /// Runs the coordinator.
    public func postern(_ arguments: String...) async throws -> Run {
        try await run("\(programs)/postern", arguments + ["--config", "\(folder)/etc"])
    }

    /// Runs restic as the host of `client`, with its key, through sshd.
    ///
    /// - Parameters:
    ///   - client: the client's name, which is its key's name too.
    ///   - repository: what stands after `rclone:`.
    ///   - arguments: restic's.
    ///   - variables: what else its environment has.
    ///   - patience: restic 0.14 tries refused removals again for about a minute.
    /// - Returns: how it ended and what it said, whatever that is.
    /// - Throws: ``TrialError/tooLong(command:output:error:)``.
    public func restic(
        as client: String, in repository: String = "", _ arguments: [String], variables: [String: String] = [:],
        patience: Duration = .seconds(240)
    ) async throws -> Run {
        try await run(
            "restic", ["-o", "rclone.program=\(login) \(client)", "-r", "rclone:\(repository)"] + arguments,
            variables: ["RESTIC_PASSWORD": "trial", "RESTIC_CACHE_DIR": "\(folder)/cache-\(client)"]
                .merging(variables) { $1 },
            patience: patience)
    }

    /// Runs restic directly on the folder of a repository, as the gateway's admin can.
    public func resticLocally(_ folder: String, _ arguments: [String]) async throws -> Run {
        try await run(
            "restic", ["-r", "\(self.folder)/storage/\(folder)", "--no-cache"] + arguments,
            variables: ["RESTIC_PASSWORD": "trial"])
    }

    /// Logs in with the key of `client` and asks sshd for `command`.
    public func ssh(as client: String, _ command: String) async throws -> Run {
        try await run("ssh", ["-F", "\(folder)/ssh_config", client] + (command.isEmpty ? [] : [command]))
    }

    /// How a host logs in; the client's name follows.
    public var login: String { "ssh -F \(folder)/ssh_config" }

    /// Adds a repository at `main:NAME` and a client with the same name, whose key is minted.
    public func addClient(_ name: String, repositories: [String]? = nil, _ arguments: String...) async throws {
        let granted = (repositories ?? [name]).flatMap { ["--repo", $0] }
        try await run(
            "\(programs)/postern",
            ["client", "add", name, "--mint", "\(folder)/keys/\(name)", "--config", "\(folder)/etc"] + granted
                + arguments
        ).required()
    }

    /// Runs a script of `Tests/gateway` that brings its own gateway. It gets the folder of the programs.
    public static func script(_ name: String) async throws -> Run {
        let record = try makeFolder()
        defer { remove(record) }
        return try await Command(
            program: "\(project)/Tests/gateway/\(name)", arguments: [folderOfPrograms],
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], record: "\(record)/run"
        ).run(patience: .seconds(300))
    }

    /// The rows of the trail as lines of JSON, the first first.
    public func trail(_ arguments: String...) async throws -> [String] {
        try await run(
            "\(programs)/postern", ["audit", "list", "--json", "--config", "\(folder)/etc"] + arguments
        ).required().lines
    }

    /// What a file of the gateway holds; nothing where it is not there.
    public func text(of name: String) -> String { Command.text("\(folder)/\(name)") }
}
