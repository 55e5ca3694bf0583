/// Where the bytes of a body come from. The session asks when the peer can take some.
public protocol BodySource: AnyObject {
    /// What can be taken right now. Asked often: it must be cheap and must not block.
    var ready: BodyState { get }

    /// Fills all of `buffer`, which is never larger than what ``ready`` has just announced.
    func take(into buffer: UnsafeMutableRawBufferPointer)
}

/// What a ``BodySource`` can do now.
public enum BodyState: Hashable, Sendable {
    /// So many bytes are there; `last` says that none will follow them.
    case bytes(Int, last: Bool)
    /// Nothing yet. The session asks again after `resume`.
    case later
    /// The rest will never come: the peer sees a broken body, never a short one.
    case failed
}
