public import Linux
public import Peer

/// Why a siege could not be held: never because of what is tried.
public enum SiegeError: Error, CustomStringConvertible {
    /// A program is missing; the second text is the command that brings it.
    case missing(String, String)
    /// A step went wrong; the second text says how.
    case failed(String, String)
    /// The record of system calls has something that is not understood.
    case record(String)
    case peer(PeerError)
    case system(SystemCallError)

    /// What is wrong, and what to do about it.
    public var description: String {
        switch self {
        case .missing(let what, let command): "\(what) is missing; run: \(command)"
        case .failed(let what, let how): "\(what): \(how)"
        case .record(let what): "the record of system calls: \(what)"
        case .peer(let error): "\(error)"
        case .system(let error): "\(error)"
        }
    }

    @discardableResult
    static func wrap<Result: ~Copyable>(_ body: () throws(PeerError) -> Result) throws(SiegeError) -> Result {
        do throws(PeerError) { return try body() } catch { throw .peer(error) }
    }

    @discardableResult
    static func wrap<Result: ~Copyable>(_ body: () throws(SystemCallError) -> Result) throws(SiegeError) -> Result {
        do throws(SystemCallError) { return try body() } catch { throw .system(error) }
    }
}
