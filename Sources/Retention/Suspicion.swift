/// Why a snapshot is suspect: what it says of itself does not fit what the gateway saw, or what the policy says.
public enum Suspicion: Hashable, Sendable {
    /// Its own time is earlier than the session that brought it, by so many seconds.
    case tooOld(Int64)
    /// Its own time is later than when it was received, by so many seconds.
    case tooNew(Int64)
    /// It holds a path that is none of the client's `sources`.
    case foreignPath(String)
    /// It is called by a name that is none of the client's `hosts`.
    case foreignHost(String)
}

extension Suspicion: CustomStringConvertible {
    /// For people. The client's words in it are not escaped.
    public var description: String {
        switch self {
        case .tooOld(let seconds): "its own time is \(Self.span(seconds)) before it was received"
        case .tooNew(let seconds): "its own time is \(Self.span(seconds)) after it was received"
        case .foreignPath(let path): "its path \(path) is not one of the client's sources"
        case .foreignHost(let host): "its host \(host) is not one of the client's hosts"
        }
    }

    /// One word for scripts.
    public var word: String {
        switch self {
        case .tooOld: "too-old"
        case .tooNew: "too-new"
        case .foreignPath: "foreign-path"
        case .foreignHost: "foreign-host"
        }
    }

    /// In the longest unit of which it is two at least, rounded down.
    private static func span(_ seconds: Int64) -> String {
        let unit = [(86_400, "d"), (3600, "h"), (60, "m")].first { seconds >= 2 * $0.0 } ?? (1, "s")
        return "\(seconds / Int64(unit.0))\(unit.1)"
    }
}
