/// Where a key belongs that stands in the wrong file or table.
enum KeyHome {
    static func of(_ key: String) -> String? {
        all.first { $0.keys.contains(key) }?.home
    }

    private static let all: [(home: String, keys: [String])] = [
        ("clients.d/NAME.toml", ClientKeys.all.map(\.name)),
        ("repos.d/NAME.toml", RepositoryKeys.all.map(\.name)),
        ("[keep] of repos.d/NAME.toml", RepositoryKeys.keep.map(\.name)),
        ("[schedule] of repos.d/NAME.toml", RepositoryKeys.schedule.map(\.name)),
        ("[sandbox] of postern.toml", GatewayKeys.sandbox.map(\.name)),
        ("[audit] of postern.toml", GatewayKeys.audit.map(\.name)),
        ("[maintenance] of postern.toml", GatewayKeys.maintenance.map(\.name)),
        ("a [storage.X] of kind local in postern.toml", StorageKeys.local.map(\.name)),
        ("a [storage.X] of kind s3 in postern.toml", StorageKeys.bucket.map(\.name)),
        ("postern.toml", GatewayKeys.all.map(\.name)),
    ]
}
