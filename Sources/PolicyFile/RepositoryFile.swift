public import Calendar
public import Policy
public import Restic

/// A new `repos.d/NAME.toml`. What is not given is not written, so that `[defaults.repo]` holds for it.
public struct RepositoryFile: Hashable, Sendable {
    /// The repository.
    public let name: Name
    /// `at`
    public let place: Place
    /// `aliases`
    public var aliases: [String] = []
    /// `quota`
    public var quota: ByteCount?
    /// `max_objects`
    public var maxObjects: Int?
    /// `password`
    public var password: SecretReference?
    /// `key`
    public var key: String?
    /// `protect`
    public var protect: Duration?
    /// `max_remove`
    public var maxRemovePercent: Int?
    /// `hold`
    public var hold: Duration?
    /// `[keep]`
    public var keep = KeepRules()
    /// `[schedule]`
    public var schedule: [MaintenanceKind: CalendarExpression] = [:]

    /// A repository of which only the place is said.
    public init(name: Name, place: Place) {
        self.name = name
        self.place = place
    }

    /// The file's content.
    public var text: String {
        var file = TOMLText()
        file.comment("The repository \(name). What is not said here is said by [defaults.repo] in postern.toml.")
        file.add("at", text: place.description)
        file.add("aliases", list: aliases)
        file.add("quota", text: quota?.size)
        file.add("max_objects", count: maxObjects)
        file.add("password", text: password?.description)
        file.add("key", text: key)
        file.add("protect", text: protect?.span)
        file.add("max_remove", text: maxRemovePercent.map { "\($0)%" })
        file.add("hold", text: hold?.span)
        addTables(to: &file)
        return file.text
    }

    private func addTables(to file: inout TOMLText) {
        if keep != KeepRules() {
            file.table("keep")
            file.add("last", count: keep.last)
            file.add("hourly", count: keep.hourly)
            file.add("daily", count: keep.daily)
            file.add("weekly", count: keep.weekly)
            file.add("monthly", count: keep.monthly)
            file.add("yearly", count: keep.yearly)
            file.add("within", text: keep.within?.span)
            file.add("tags", list: keep.tags.map(\.description))
        }
        if !schedule.isEmpty {
            file.table("schedule")
            for kind in MaintenanceKind.allCases { file.add(kind.rawValue, text: schedule[kind]?.description) }
        }
    }
}
