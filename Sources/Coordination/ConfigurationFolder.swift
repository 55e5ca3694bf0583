/// The folder with the policy, and where things lie in it.
struct ConfigurationFolder: Hashable, Sendable {
    /// Where it is unless `--config` says otherwise.
    static let standard = "/etc/postern"

    /// The name of what sshd reads.
    static let authorizedKeysName = "authorized_keys"

    /// Its absolute path.
    let path: String

    /// The gateway itself.
    var gateway: String { path + "/postern.toml" }
    /// One file a repository.
    var repositories: String { path + "/repos.d" }
    /// One file a client.
    var clients: String { path + "/clients.d" }
    /// The public keys, one file a client.
    var keys: String { path + "/authorized_keys.d" }
    /// What sshd reads; generated.
    var authorizedKeys: String { path + "/" + Self.authorizedKeysName }
    /// Which repository lies where; generated.
    var places: String { path + "/places" }

    /// What the policy was before; root's alone.
    var history: String { path + "/history" }
    /// What each file held when `postern` last looked at it.
    var register: String { history + "/register" }

    /// Every content that a file has had.
    var copies: String { history + "/copies" }

    /// Its path where a command line needs to say it.
    var unusualPath: String? { path == Self.standard ? nil : path }
}
