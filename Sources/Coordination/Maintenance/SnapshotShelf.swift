internal import Catalog
internal import Policy
internal import PolicyFile
internal import Restic
internal import ResticFiles
internal import Retention
internal import Store
internal import Trail

/// The snapshots of a repository: what each says of itself, and what the trail knows of it.
struct SnapshotShelf {
    /// All that can be read.
    private(set) var snapshots: [Snapshot] = []
    /// Those that cannot be read, and why.
    private(set) var unreadable: [(name: FileName, why: ResticFileError)] = []

    /// Reads all of them.
    ///
    /// - Throws: ``Complaint``, or what store, trail or catalog say.
    init(_ office: Office, _ policy: WholePolicy, _ repository: Repository) throws {
        let gateway = policy.settings.gateway
        let storage = try office.storage(of: repository, gateway)
        guard let inventory = try Inventory(of: repository.place, in: storage) else {
            throw Complaint("there is nothing at \(repository.place)", hint: "postern repo list shows what is ready")
        }
        let key = try MasterKey(of: repository, in: inventory, password: office.password(of: repository, gateway))
        let records = try ReceivedRecords(state: gateway.state, of: repository.place)
        for name in try inventory.names(of: .snapshots) {
            // What is gone meanwhile is left out.
            guard let bytes = try inventory.open(.file(.snapshots, name))?.readAll() else { continue }
            do throws(ResticFileError) {
                let file = try SnapshotFile(bytes, with: key)
                guard let claimed = Instant(file.time) else { throw .form("a time that is none") }
                var snapshot = Snapshot(
                    id: name.hex, claimed: claimed, host: file.hostname, paths: file.paths, tags: file.tags)
                records.complete(&snapshot, name)
                snapshots.append(snapshot)
            } catch {
                unreadable.append((name, error))
            }
        }
    }
}
