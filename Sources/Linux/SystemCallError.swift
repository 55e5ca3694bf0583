internal import Glibc

/// A system call that failed: which one, and why.
public struct SystemCallError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The call's name as in its manual page, for example `openat`.
    public let call: String

    /// The value of `errno`. Source: errno(3).
    public let code: Int32

    /// Takes the call's name and its `errno`.
    public init(_ call: String, _ code: Int32) {
        self.call = call
        self.code = code
    }

    /// For example `openat: No such file or directory`.
    public var description: String {
        "\(call): \(unsafe String(cString: strerror(code)))"
    }
}

/// Calls `body` again while a signal interrupts it; throws what else went wrong.
///
/// - Parameters:
///   - call: the call's name, for the error.
///   - body: the call; a negative result means that `errno` tells why.
/// - Returns: what `body` returned, never negative.
/// - Throws: ``SystemCallError`` for every `errno` but `EINTR`.
@discardableResult
public func retrying<Result: SignedInteger>(
    _ call: String, _ body: () -> Result
) throws(SystemCallError) -> Result {
    while true {
        let result = body()
        if result >= 0 { return result }
        let why = errno
        if why != EINTR { throw SystemCallError(call, why) }
    }
}
