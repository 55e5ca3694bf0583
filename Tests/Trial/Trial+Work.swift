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
            ["client", "add", name, "--mint", "\(folder)/keys/\(name)", "--config", "\(folder)/etc"] + granted + arguments
        ).required()
    }

    /// The rows of the trail as lines of JSON, the first first.
    public func trail(_ arguments: String...) async throws -> [String] {
        try await run(
            "\(programs)/postern", ["audit", "list", "--json", "--config", "\(folder)/etc"] + arguments
        ).required().lines
    }
}
