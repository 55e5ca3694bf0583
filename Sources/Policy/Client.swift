public import Restic

/// A backed-up host: what `clients.d/NAME.toml` says, with the defaults of `postern.toml` filled in.
public struct Client: Hashable, Sendable {
    /// What a client may read. The raw value is the policy's word.
    public enum Reading: String, CaseIterable, Sendable {
        case all
        /// `GET /data/*` is refused; all else stays readable, so that backups work.
        case none
    }

    /// Which locks a client may remove. The raw value is the policy's word.
    public enum LockRemoval: String, CaseIterable, Sendable {
        case own, any
    }

    /// When a client may add key files. The raw value is the policy's word.
    public enum KeyAdding: String, CaseIterable, Sendable {
        case initOnly = "init-only"
        case add
    }

    /// The file's name.
    public private(set) var name: Name
    /// Repositories that it may open; the first is the default.
    public var repositories: [Name] = []
    /// Places that it may also open, and create.
    public var paths: [PlaceGlob] = []
    /// Whether it may initialise repositories.
    public var create = false
    /// How many repositories it may create.
    public var maxRepositories = 4
    /// Paths that its snapshots may contain; empty: not checked.
    public var sources: [String] = []
    /// Names that its snapshots may carry; empty: not checked.
    public var hosts: [String] = []
    /// What it may read.
    public var reading = Reading.all
    /// Bytes of `GET /data` a day; `nil`: no limit.
    public var readBudget: ByteCount?
    /// Which locks it may remove.
    public var locks = LockRemoval.own
    /// When it may add key files.
    public var keys = KeyAdding.initOnly
    /// Networks that it may come from; empty: any.
    public var from: [Network] = []
    /// When a session may start, in the gateway's local time; `nil`: always.
    public var hours: Hours?
    /// The first day on which it is no longer served.
    public var expires: Day?
    /// Sessions at once.
    public var sessions = 8
    /// Rows of the trail a day, past which one row an hour carries the count.
    public var rowsPerDay = 200_000
    /// Bytes that it may upload a day; `nil`: no limit.
    public var uploadPerDay: ByteCount?
    /// Snapshots that it may make a day; `nil`: no limit.
    public var snapshotsPerDay: Int?
    /// How long it may be silent before `status` alarms; `nil`: for ever.
    public var maxSilence: Duration?
    /// Whether an admin has switched it off: every session is refused.
    public var disabled = false

    /// A client with every key at its default.
    public init(name: Name) { self.name = name }

    /// The same policy for another client.
    public func renamed(_ name: Name) -> Client {
        var client = self
        client.name = name
        return client
    }
}
