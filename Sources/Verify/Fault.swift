public import Restic

/// An object of a repository, and what is wrong with it.
public struct Fault: Hashable, Sendable {
    /// The object.
    public let object: Object
    /// All that is wrong with it; never empty.
    public let flaws: [Flaw]
}
