import Foundation
import Glibc
import HTTP2
import Linux
import Peer
import Testing

@testable import Contract
@testable import Gateway

/// A session in this process, with time limits that a test can wait for. The gate's own loop and the real ledger; only
/// the sandbox is missing, which would close on the tests too.
final class ShortSession {
    /// The client's end.
    let peer: Peer
    /// The gateway that it belongs to.
    let site: PosternSite
    private let scratch: Scratch
    private let ends: AsyncStream<Loop.End>

    init(
        _ change: (inout TimeLimits) -> Void, before: (PosternSite) throws -> Void = { _ in }
    ) throws {
        var limits = TimeLimits()
        change(&limits)
        scratch = try Scratch()
        site = try PosternSite(Wishes(), scratch)
        try before(site)
        let toGate = try Linux.Pipe()
        let fromGate = try Linux.Pipe()
        // The thread closes them; a descriptor cannot be handed to one.
        let (input, output) = (
            fcntl(toGate.reading.raw, F_DUPFD_CLOEXEC, 0),
            fcntl(fromGate.writing.raw, F_DUPFD_CLOEXEC, 0)
        )
        let invocation = try Invocation(
            parsing: ["serve", "--client", "web1", "--config", "\(scratch.path)/config"])
        let environment = LoginEnvironment(command: "serve restic --stdio", connection: nil, userAuth: nil)
        let (ends, report) = AsyncStream.makeStream(of: Loop.End.self)
        self.ends = ends
        Thread.detachNewThread { [limits] in
            if let end = try? Self.serve(invocation, environment, limits, input, output) { report.yield(end) }
            report.finish()
            close(input)
            close(output)
        }
        peer = try Peer(reading: fromGate.reading, writing: toGate.writing)
    }

    /// How the session ended, once it has.
    func end() async -> Loop.End? {
        for await end in ends { return end }
        return nil
    }

    private static func serve(
        _ invocation: Invocation, _ environment: LoginEnvironment, _ limits: TimeLimits, _ input: Int32,
        _ output: Int32
    ) throws -> Loop.End? {
        let entrance = Entrance.open(invocation, environment)
        guard case .open = entrance.service else { return nil }
        for descriptor in [input, output] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
        let desk = try Desk(entrance.service, Workers(), Voice(), limits: HTTP2.SessionLimits())
        let loop = Loop(desk, input: input, output: output, ledger: entrance.ledger, channel: nil, limits: limits)
        return withExtendedLifetime(desk) { loop?.run() }
    }
}
