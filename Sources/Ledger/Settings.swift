public import Glibc
public import Sandbox

/// What the ledger is told when it starts.
public struct Settings: Sendable {
    /// The state folder; `trail/`, `catalog/` and `run/` are made in it.
    public var state: String
    /// The gates' user, who may speak to the ledger beside root and its own user; `nil`: nobody else.
    public var gates: uid_t?
    /// The group that owns the socket and its folder; `nil`: the ledger's own.
    public var group: gid_t?
    /// The listening socket that systemd handed over; `nil`: the ledger makes its own. Source: sd_listen_fds(3).
    public var inherited: Int32?
    /// How strictly the kernel is to hold the ledger to its own folders and its socket.
    public var confinement = Confinement.required
    /// Where syslog listens that gets copies of rows; `nil`: there are no copies.
    public var log: String?
    /// Milliseconds that a connection may take to open its session, or to read a reply.
    public var patience: Int64 = 10_000
    /// After how many milliseconds without a connection a ledger that systemd started leaves.
    public var idle: Int64 = 60_000

    /// A ledger for one user.
    public init(state: String) { self.state = state }

    /// Where the C library's syslog(3) finds the machine's syslog.
    public static let machineLog = "/dev/log"

    /// Where gates and the coordinator find the ledger.
    public var socket: String { "\(state)/run/ledger.sock" }

    /// The trail's database.
    public var trail: String { "\(state)/trail/audit.sqlite" }

    /// The catalog's database.
    public var catalog: String { "\(state)/catalog/catalog.sqlite" }
}
