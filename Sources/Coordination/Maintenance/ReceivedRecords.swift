internal import Catalog
internal import Policy
internal import Restic
internal import Retention
internal import Trail

/// What the trail knows of the snapshots of one repository.
struct ReceivedRecords {
    private var received: [FileName: Received] = [:]
    private var began: [UInt64: Moment] = [:]

    /// Reads it.
    ///
    /// - Parameters:
    ///   - state: the state folder.
    ///   - place: the repository's.
    /// - Throws: what trail or catalog say; a catalog that cannot be read never means that nothing was received.
    init(state: String, of place: Place) throws {
        let trail = try TrailReader("\(state)/trail/audit.sqlite")
        try Holdings("\(state)/catalog/catalog.sqlite").received(.snapshots, at: place) { one in
            // What an import took note of takes its own time: nobody knows when it was received.
            if case .file(_, let name) = one.object, !one.isImported { received[name] = one }
        }
        for one in received.values {
            guard let row = try trail.row(one.row), row.session > 0, let first = try trail.row(row.session) else {
                continue
            }
            began[one.row] = first.at
        }
    }

    /// Adds what is known of a snapshot.
    func complete(_ snapshot: inout Snapshot, _ name: FileName) {
        guard let record = received[name] else { return }
        snapshot.received = Instant(milliseconds: record.at.milliseconds)
        snapshot.sessionBegan = began[record.row].map { Instant(milliseconds: $0.milliseconds) }
        // What maintenance itself stored, or found there, no client brought.
        snapshot.client = record.client.isEmpty ? nil : record.client
    }
}
