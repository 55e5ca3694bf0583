/// One sentence about what a client gets, and how it is tried.
public struct Case: Sendable, CustomStringConvertible {
    /// The sentence.
    public let name: String
    /// Whether it takes long or needs much room: then only `make conformance` tries it.
    public let isLong: Bool
    private let attempt: @Sendable (Ground) throws -> Void

    init(_ name: String, long: Bool = false, _ attempt: @escaping @Sendable (Ground) throws -> Void) {
        self.name = name
        isLong = long
        self.attempt = attempt
    }

    /// The sentence.
    public var description: String { name }

    /// Tries it on a server.
    public func verdict(on subject: any Subject) -> Verdict {
        let ground = Ground(subject)
        do {
            try attempt(ground)
            try ground.settle()
            return .holds
        } catch let reason as NotApplicable {
            return .notApplicable(reason.why)
        } catch {
            return .broken("\(error)\(ground.lastWords)")
        }
    }
}

/// What came of a case.
public enum Verdict: Hashable, Sendable {
    case holds
    /// It does not; what was seen instead.
    case broken(String)
    /// The server does not promise such a thing, or this machine cannot show it.
    case notApplicable(String)
}

/// Cases that belong together.
public struct Chapter: Sendable {
    /// What they are about.
    public let title: String
    /// In the order of the table.
    public let cases: [Case]
}

/// Why a case says nothing about a server.
struct NotApplicable: Error {
    let why: String
    init(_ why: String) { self.why = why }
}

/// What was seen, where the contract says otherwise.
struct Breach: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Makes sure of something that the contract promises.
func expect(_ holds: Bool, _ otherwise: @autoclosure () -> String) throws {
    if !holds { throw Breach(otherwise()) }
}

/// Makes sure that two values are the same.
func expect<Value: Equatable>(_ seen: Value, is wanted: Value, _ what: @autoclosure () -> String) throws {
    if seen != wanted { throw Breach("\(what()): \(seen) instead of \(wanted)") }
}
