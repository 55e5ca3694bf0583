public import Policy

/// The repositories that an audit compares with the trail.
public struct AuditedStores: Sendable {
    /// The storages by name.
    public var storages: [Name: Storage]
    /// Repositories that the policy names; those that the trail knows need not be among them.
    public var places: [Place]

    /// Takes both.
    public init(storages: [Name: Storage], places: [Place]) {
        self.storages = storages
        self.places = places
    }
}
