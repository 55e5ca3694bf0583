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
    /// Where they are.
    @safe enum Source {
        case memory(UnsafeRawBufferPointer)
        /// The next bytes that come out of this end of a pipe.
        case pipe(Int32, count: Int)

        var count: Int {
            switch self {
            case .memory(let bytes): bytes.count
            case .pipe(_, let count): count
            }
        }

        /// Forgets the first `written` bytes.
        mutating func drop(_ written: Int) {
            switch self {
            case .memory(let bytes): unsafe self = .memory(UnsafeRawBufferPointer(rebasing: bytes[written...]))
            case .pipe(let descriptor, let count): unsafe self = .pipe(descriptor, count: count - written)
            }
        }
    }

    let source: Source
    let lender: AnyObject

    /// Lends `bytes`, which `lender` keeps in place.
    public init(_ bytes: UnsafeRawBufferPointer, by lender: AnyObject) {
        unsafe source = .memory(bytes)
        self.lender = lender
    }

    /// Lends the next `count` bytes of a pipe, which `lender` keeps open, and which nobody else reads.
    public init(pipe: Int32, count: Int, by lender: AnyObject) {
        unsafe source = .pipe(pipe, count: count)
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
