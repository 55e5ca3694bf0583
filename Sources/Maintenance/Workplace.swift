public import Glibc
public import Policy

/// What maintenance needs to know of a gateway: where things are, and as whom the gates and restic run.
public struct Workplace: Sendable {
    /// The folder with the policy.
    public var configuration: String
    /// The program `postern-gate`.
    public var gate: String
    /// The ledger's socket.
    public var ledgerSocket: String
    /// Where restic keeps its cache; it belongs to the gates' user.
    public var cache: String
    /// The gates' user; `nil` in a trial, where all is one user's.
    public var account: Account?
    /// The program `restic`, which is looked for in the search path if it has no slash.
    public var restic = "restic"
    /// Whether restic must be enclosed.
    public var landlock: Gateway.Strictness
    /// Who acts: `SUDO_USER`, or the user.
    public var actor: String
    /// Waits so many milliseconds; `false`: it is time to end.
    public var wait: @Sendable (Int64) -> Bool

    /// A user and its group.
    public struct Account: Hashable, Sendable {
        /// The user.
        public let user: uid_t
        /// The group.
        public let group: gid_t

        /// Takes both.
        public init(user: uid_t, group: gid_t) {
            self.user = user
            self.group = group
        }
    }

    /// Takes all of it.
    public init(
        configuration: String, gate: String, ledgerSocket: String, cache: String, account: Account?,
        landlock: Gateway.Strictness, actor: String,
        wait: @escaping @Sendable (Int64) -> Bool
    ) {
        self.configuration = configuration
        self.gate = gate
        self.ledgerSocket = ledgerSocket
        self.cache = cache
        self.account = account
        self.landlock = landlock
        self.actor = actor
        self.wait = wait
    }

    /// The standard search path; nothing of the admin's environment reaches restic or a gate.
    public static let searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
}
