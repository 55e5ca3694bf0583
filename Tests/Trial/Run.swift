public import Peer

/// A program that ran to its end.
public struct Run: Sendable, CustomStringConvertible {
    /// What was run, for people.
    public let command: String
    /// How it ended.
    public let status: ExitStatus
    /// All that it wrote to its standard output.
    public let output: String
    /// All that it wrote to its standard error.
    public let error: String

    /// Whether it ended by itself with 0.
    public var isSuccess: Bool { status == .exited(0) }

    /// The lines of the output.
    public var lines: [String] { output.split(separator: "\n").map { String($0) } }

    /// For a failed expectation: what was run, how it ended, and what it said.
    public var description: String { "\(command): \(status)\n\(output)\n\(error)" }
}
