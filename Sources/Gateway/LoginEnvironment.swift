internal import Glibc

/// What sshd tells in the environment; all that the gate ever reads of it.
public struct LoginEnvironment: Hashable, Sendable {
    /// What the client asked sshd to run. Source: sshd(8), `SSH_ORIGINAL_COMMAND`.
    public let command: String
    /// Both ends of the connection. Source: ssh(1), `SSH_CONNECTION`.
    public let connection: String?
    /// The file that names the key that logged in. Source: sshd_config(5), `ExposeAuthInfo`.
    public let userAuth: String?

    /// Takes the three variables.
    public init(command: String, connection: String?, userAuth: String?) {
        self.command = command
        self.connection = connection
        self.userAuth = userAuth
    }

    /// Reads them from the process's environment.
    public static func current() -> LoginEnvironment {
        LoginEnvironment(
            command: read("SSH_ORIGINAL_COMMAND") ?? "", connection: read("SSH_CONNECTION"),
            userAuth: read("SSH_USER_AUTH"))
    }

    private static func read(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}
