internal import Catalog
internal import Policy
internal import Restic
internal import Trail

/// Who stored the objects of a repository, in which session and when, as the trail tells it.
struct Provenance {
    /// What the trail knows of one object.
    struct Origin {
        let client: String
        let session: UInt64
        /// When the gateway received it; `nil` where it was there before any row told of it.
        let at: Moment?
    }

    private let holdings: Holdings
    private let trail: TrailReader
    private let place: Place

    /// Opens trail and catalog.
    init(state: String, of place: Place) throws {
        holdings = try Holdings("\(state)/catalog/catalog.sqlite")
        trail = try TrailReader("\(state)/trail/audit.sqlite")
        self.place = place
    }

    /// Where an object came from; `nil` where no row tells it: it lay there before Postern did.
    func origin(of object: Object) throws -> Origin? {
        guard let received = try holdings.received(object, at: place) else { return nil }
        let row = try trail.row(received.row)
        return Origin(client: received.client, session: row?.session ?? 0, at: received.isImported ? nil : received.at)
    }
}
