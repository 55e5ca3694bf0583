public import Calendar
public import Restic

/// A restic repository: what `repos.d/NAME.toml` says, with the defaults of `postern.toml` filled in.
public struct Repository: Hashable, Sendable {
    /// The file's name; the place as text for a repository that was made by its path and has no file.
    public private(set) var name: String
    /// Where it lies.
    public private(set) var place: Place
    /// Other names that hosts use for it.
    public var aliases: [String] = []
    /// What all its objects may cost together (``ObjectCost``); `nil`: no limit.
    public var quota: ByteCount?
    /// How many objects it may hold.
    public var maxObjects = 50_000_000
    /// The secret with its password, for maintenance.
    public var password: SecretReference?
    /// The id of the gateway's own restic key, for maintenance.
    public var key: String?
    /// What maintenance keeps.
    public var keep = KeepRules()
    /// Nothing that was received later than this long ago is ever removed.
    public var protect = Duration.seconds(14 * 86400)
    /// A run that would remove more than this many hundredths of the snapshots is refused.
    public var maxRemovePercent = 20
    /// How long the trash keeps what maintenance removed.
    public var hold = Duration.seconds(14 * 86400)
    /// When maintenance runs.
    public var schedule: [MaintenanceKind: CalendarExpression] = [:]

    /// A repository with every key at its default.
    public init(name: String, place: Place) {
        self.name = name
        self.place = place
    }

    /// The same policy for another repository.
    public func moved(to place: Place, name: String) -> Repository {
        var repository = self
        repository.place = place
        repository.name = name
        return repository
    }
}

/// What maintenance can do on a schedule. The raw value is the policy's word.
public enum MaintenanceKind: String, CaseIterable, Sendable {
    case forget, prune, check, verify
    /// What the trash has held for long enough is removed for good.
    case purge
}

/// A secret by its name, written `secret:NAME`: a policy never holds the secret itself.
public struct SecretReference: Hashable, Sendable, CustomStringConvertible {
    /// The secret's name.
    public let name: Name

    /// The secret of this name.
    public init(name: Name) { self.name = name }

    /// Parses `secret:NAME`.
    public init?(_ text: some StringProtocol) {
        guard text.hasPrefix("secret:"), let name = Name(text.dropFirst(7)) else { return nil }
        self.name = name
    }

    /// `secret:NAME`.
    public var description: String { "secret:\(name)" }
}

/// What an object costs against quotas: its size rounded up to 4 KiB, plus 4 KiB for its name and inode.
public enum ObjectCost {
    /// The cost of one object of `size`.
    public static func of(_ size: ByteCount) -> ByteCount {
        let whole = ByteCount(bytes: size.bytes / 4096 * 4096)
        return whole + .kibibytes(size.bytes % 4096 == 0 ? 4 : 8)
    }
}
