internal import Catalog
internal import Policy
internal import PolicyFile
internal import Trail

/// The trail of a gateway, open for review.
struct AuditTrail {
    let path: String
    let reader: TrailReader
    let retries: RetryRule

    /// Opens the trail that the configuration names.
    ///
    /// - Throws: ``Complaint`` where there is none yet, or what reading it throws.
    init(_ configuration: ConfigurationFolder) throws {
        let state = try PolicyFolder(configuration.path).gateway().state
        path = "\(state)/trail/audit.sqlite"
        guard NewGateway.exists(path) else {
            throw Complaint(
                "\(Escaped.text(path)): there is no trail yet", hint: "postern-ledger makes it when it starts")
        }
        reader = try TrailReader(path)
        // Without it nothing is taken for noise.
        retries = RetryRule(reader: reader, holdings: try? Holdings("\(state)/catalog/catalog.sqlite"))
    }
}
