/// The two forms of a list. The raw value is the media type, in `Accept` and in `Content-Type`.
///
/// Source: restic `doc/REST_backend.rst`.
public enum ListVersion: String, Sendable {
    /// An array of names.
    case v1 = "application/vnd.x.restic.rest.v1"
    /// An array of objects with name and size.
    case v2 = "application/vnd.x.restic.rest.v2"

    /// Version 2 for a client that names it, else 1.
    public init(accept: String?) {
        let types = (accept ?? "").split(separator: ",").map { $0.prefix { $0 != ";" }.filter { $0 != " " } }
        self = types.contains(Self.v2.rawValue) ? .v2 : .v1
    }
}
