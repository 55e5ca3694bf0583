internal import Glibc
internal import Linux
public import Restic

extension MaintenanceRun {
    /// Lets whoever is at our standard input and output read the repository, until that one hangs up.
    ///
    /// - Parameters:
    ///   - hidden: objects that do not exist there.
    ///   - lent: objects that exist there though they lie in the trash, by the run whose part they lie in.
    /// - Throws: ``MaintenanceError``.
    public func view(hiding hidden: [Object], lending lent: [UInt64: [Object]]) throws(MaintenanceError) {
        let pair = try system { () throws(SystemCallError) in try SocketPair() }
        let command = try asGatesUser(workplace.gate, ["maintain", "--config", workplace.configuration])
        let child = try system { () throws(SystemCallError) in
            try Child(
                command[0], Array(command.dropFirst()), environment: environment,
                descriptors: [(0, 0), (1, 1), (2, 2), (ControlNumber.line, pair.theirs.raw)])
        }
        let line = try GateLine(pair.intoOurs())
        line.order(.mandate(mandate(for: .view)))
        line.order(.hide(hidden))
        for (run, objects) in lent { line.order(.lend(objects, run: run)) }
        line.order(.begin)
        while !line.isOver {
            for case .failed(let problem) in try line.exchange() { throw .gate(problem) }
            var watched = pollfd(fd: line.descriptor.raw, events: line.events, revents: 0)
            _ = unsafe poll(&watched, 1, 200)
            guard workplace.wait(0) else { throw .interrupted }
        }
        let end = try system { () throws(SystemCallError) in try child.wait() }
        guard end == .exited(0) else { throw .gate("it ended with \(end)") }
    }
}
