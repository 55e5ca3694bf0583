internal import Catalog
internal import Policy
internal import Trail

/// When a client was here, as far as the trail tells.
struct ClientVisits {
    /// When its last session that was let in began.
    let lastSession: Moment?
    /// When its newest snapshot was received.
    let lastBackup: Moment?

    /// Asks trail and catalog; where there is none yet, nothing is known.
    init(_ office: Office, _ client: Name) throws {
        lastBackup = try office.holdings()?.lastBackup(of: client.description)?.at
        guard let reader = (try? AuditTrail(office.configuration))?.reader else {
            lastSession = nil
            return
        }
        var filter = RowFilter()
        (filter.client, filter.actions, filter.outcomes) = (client.description, [.open], [.allowed])
        (filter.newestFirst, filter.limit) = (true, 1)
        lastSession = try reader.rows(filter).first?.at
    }
}
