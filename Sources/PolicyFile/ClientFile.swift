public import Policy
public import Restic

/// A new `clients.d/NAME.toml`. What is not given is not written, so that `[defaults.client]` holds for it.
public struct ClientFile: Hashable, Sendable {
    /// The client.
    public let name: Name
    /// `repos`
    public var repositories: [Name] = []
    /// `paths`
    public var paths: [PlaceGlob] = []
    /// `create`
    public var create: Bool?
    /// `max_repos`
    public var maxRepositories: Int?
    /// `sources`
    public var sources: [String] = []
    /// `hosts`
    public var hosts: [String] = []
    /// `read`
    public var reading: Client.Reading?
    /// `read_budget`
    public var readBudget: ByteCount?
    /// `locks`
    public var locks: Client.LockRemoval?
    /// `keys`
    public var keys: Client.KeyAdding?
    /// `from`
    public var from: [Network] = []
    /// `hours`
    public var hours: Hours?
    /// `expires`
    public var expires: Day?
    /// `sessions`
    public var sessions: Int?
    /// `rows_per_day`
    public var rowsPerDay: Int?
    /// `upload_per_day`
    public var uploadPerDay: ByteCount?
    /// `snapshots_per_day`
    public var snapshotsPerDay: Int?
    /// `max_silence`
    public var maxSilence: Duration?

    /// A client of which nothing is said.
    public init(name: Name) { self.name = name }

    /// The file's content.
    public var text: String {
        var file = TOMLText()
        file.comment("The client \(name). What is not said here is said by [defaults.client] in postern.toml.")
        file.add("repos", list: repositories.map(\.description))
        file.add("paths", list: paths.map(\.description))
        file.add("create", flag: create)
        file.add("max_repos", count: maxRepositories)
        file.add("from", list: from.map(\.description))
        file.add("hours", text: hours?.description)
        file.add("expires", text: expires?.description)
        file.add("sources", list: sources)
        file.add("hosts", list: hosts)
        file.add("read", text: reading?.rawValue)
        file.add("locks", text: locks?.rawValue)
        file.add("keys", text: keys?.rawValue)
        addLimits(to: &file)
        return file.text
    }

    private func addLimits(to file: inout TOMLText) {
        file.add("read_budget", text: readBudget?.size)
        file.add("sessions", count: sessions)
        file.add("rows_per_day", count: rowsPerDay)
        file.add("upload_per_day", text: uploadPerDay?.size)
        file.add("snapshots_per_day", count: snapshotsPerDay)
        file.add("max_silence", text: maxSilence?.span)
    }
}
