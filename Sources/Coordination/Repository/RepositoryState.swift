internal import Policy
internal import Store

/// How a repository lies in its storage. The raw value is what `--json` prints.
enum RepositoryState: String {
    /// Initialised.
    case ready
    /// Its folders are there, and no `config`: restic init has not run.
    case empty
    /// There are no folders.
    case absent
    /// The storage is no folder, and was not looked at.
    case remote

    /// Looks at it.
    static func of(_ place: Place, _ gateway: Gateway) throws(StoreError) -> RepositoryState {
        switch gateway.storages[place.storage] {
        case .local(let root, _):
            switch try LocalStorage(root: root).presence(at: place) {
            case .absent: .absent
            case .skeleton: .empty
            case .configured: .ready
            }
        case .s3, nil: .remote
        }
    }
}
