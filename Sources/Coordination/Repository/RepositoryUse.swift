internal import Catalog
internal import Policy
internal import Restic
internal import Trail

/// What a repository holds, as the trail tells.
struct RepositoryUse {
    let repository: Repository
    /// `nil`: the trail does not know the repository, or could not be asked.
    let usage: Usage?
    let snapshots: UInt64
    let lastBackup: Moment?

    /// Asks the catalog.
    init(_ repository: Repository, _ holdings: Holdings?) throws {
        self.repository = repository
        usage = try holdings?.usage(of: repository.place)
        snapshots = try holdings?.snapshots(at: repository.place) ?? 0
        lastBackup = try holdings?.lastBackup(at: repository.place)
    }

    /// Hundredths of the quota that are used; `nil`: there is none, or the use is not known.
    var percent: UInt64? {
        guard let quota = repository.quota?.bytes, quota > 0, let usage else { return nil }
        return usage.cost.bytes / max(quota / 100, 1)
    }

    /// The cells of its line.
    func cells(_ world: World) -> [String] {
        [
            Escaped.text(repository.name), repository.place.description, usage.map { "\($0.objects)" } ?? "?",
            usage.map { Amount.size($0.cost.bytes) } ?? "?", repository.quota?.size ?? "-",
            percent.map { "\($0) %" } ?? "-", "\(snapshots)", lastBackup.map { world.zone.text($0) } ?? "never",
        ]
    }

    /// As `--json` prints it.
    var members: [(name: String, value: JSON)] {
        [
            ("name", .text(repository.name)), ("at", .text(repository.place.description)),
            ("objects", usage.map { .number($0.objects) } ?? .null),
            ("bytes", usage.map { .number($0.cost.bytes) } ?? .null),
            ("quota", repository.quota.map { .number($0.bytes) } ?? .null), ("snapshots", .number(snapshots)),
            ("lastBackup", .text(lastBackup?.description)),
        ]
    }
}
