internal import Glibc
public import LedgerWire
internal import Linux
public import Restic

/// One object that is to be moved to the trash, back from there, or out of it for good.
public struct TrashOrder: Hashable, Sendable {
    /// What is to happen to it.
    public let act: TrashAct
    /// The object.
    public let object: Object
    /// In whose part of the trash it lies, or will.
    public let run: UInt64

    /// Takes all of it.
    public init(_ act: TrashAct, _ object: Object, run: UInt64) {
        self.act = act
        self.object = object
        self.run = run
    }
}

extension MaintenanceRun {
    /// Moves objects one after the other, in this order, through a gate that does nothing else. Each is a row.
    ///
    /// - Parameters:
    ///   - orders: either all of them purge, or none.
    ///   - done: is called after each.
    /// - Throws: ``MaintenanceError``; what was done before stays done.
    public func tend(_ orders: [TrashOrder], done: (TrashOrder) -> Void = { _ in }) throws(MaintenanceError) {
        guard let first = orders.first else { return }
        let (child, line) = try startGate(first.act == .purge ? .purge : .tend, [(2, 2)])
        for run in Set(orders.map(\.run)) where first.act == .purge || run != number {
            line.order(.lend([], run: run))
        }
        line.order(.begin)
        try expect(.ready, on: line)
        for order in orders {
            line.order(.act(order.act, order.object, run: order.run))
            try expect(.acted(nil), on: line)
            done(order)
        }
        line.hangUp()
        let end = try system { () throws(SystemCallError) in try child.wait() }
        guard end == .exited(0) else { throw .gate("it ended with \(end)") }
    }

    /// Has a gate serve somebody else's restic, which may only read, until it hangs up.
    ///
    /// - Parameters:
    ///   - hidden: objects that do not exist for it.
    ///   - lent: objects that exist for it though they lie in the trash, by the run whose part they lie in.
    ///   - input: where restic's bytes come from.
    ///   - output: where the gate's go.
    /// - Throws: ``MaintenanceError``.
    public func serve(
        hiding hidden: [Object], lending lent: [UInt64: [Object]], input: Int32, output: Int32
    ) throws(MaintenanceError) {
        let (child, line) = try startGate(.view, [(0, input), (1, output), (2, 2)])
        line.order(.hide(hidden))
        for (run, objects) in lent { line.order(.lend(objects, run: run)) }
        line.order(.begin)
        try expect(.ready, on: line)
        while !line.isOver {
            for report in try line.exchange() {
                if case .failed(let problem) = report { throw .gate(problem) }
            }
            var watched = pollfd(fd: line.descriptor.raw, events: line.events, revents: 0)
            _ = unsafe poll(&watched, 1, 1000)
        }
        let end = try system { () throws(SystemCallError) in try child.wait() }
        guard end == .exited(0) else { throw .gate("it ended with \(end)") }
    }

    /// Starts a gate without restic, and tells it what it is for.
    func startGate(
        _ purpose: Mandate.Purpose, _ descriptors: [(Int32, Int32)]
    ) throws(MaintenanceError) -> (Child, GateLine) {
        let pair = try system { () throws(SystemCallError) in try SocketPair() }
        let command = try asGatesUser(workplace.gate, ["maintain", "--config", workplace.configuration])
        let child = try system { () throws(SystemCallError) in
            try Child(
                command[0], Array(command.dropFirst()), environment: environment,
                descriptors: descriptors + [(ControlNumber.line, pair.theirs.raw)])
        }
        let line = try GateLine(pair.intoOurs())
        line.order(.mandate(mandate(for: purpose)))
        return (child, line)
    }

    /// Waits for a report of a gate.
    func expect(_ wanted: GateReport, on line: GateLine) throws(MaintenanceError) {
        while true {
            for report in try line.exchange() {
                switch report {
                case wanted: return
                case .acted(let problem): throw .gate(problem ?? "it acted before it was asked")
                case .failed(let problem): throw .gate(problem)
                case .ready, .progress: break
                }
            }
            guard !line.isOver else { throw .gate("it ended too early") }
            var watched = pollfd(fd: line.descriptor.raw, events: line.events, revents: 0)
            _ = unsafe poll(&watched, 1, 200)
            guard workplace.wait(0) else { throw .interrupted }
        }
    }
}
