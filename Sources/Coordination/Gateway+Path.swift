internal import Policy

extension Gateway {
    /// The folder of a place; `nil` where its storage is none of folders.
    func path(of place: Place) -> String? {
        switch storages[place.storage] {
        case .local(let root, _): ([root] + place.segments).joined(separator: "/")
        case .s3, nil: nil
        }
    }
}
