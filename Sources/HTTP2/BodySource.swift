/// Where the bytes of a body come from. The session asks when the peer can take some.
public protocol BodySource: AnyObject {
    /// What can be taken right now. Asked often: it must be cheap and must not block.
    var ready: BodyState { get }

    /// Fills all of `buffer`, which is never larger than what ``ready`` has just announced.
    func take(into buffer: UnsafeMutableRawBufferPointer)

    /// Lends the next `count` bytes instead, which are never more than ``ready`` has just announced; nil where it cannot,
    /// and ``take(into:)`` is asked.
    func lend(_ count: Int) -> Loan?
}

extension BodySource {
    /// Nothing: the bytes are copied.
    public func lend(_ count: Int) -> Loan? { nil }
}

/// Bytes that stay where they are, and as they are, as long as their lender is held.
@safe public struct Loan {
    let bytes: UnsafeRawBufferPointer
    let lender: AnyObject

    /// Lends `bytes`, which `lender` keeps in place.
    public init(_ bytes: UnsafeRawBufferPointer, by lender: AnyObject) {
        unsafe self.bytes = bytes
        self.lender = lender
    }
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
