internal import LedgerWire
internal import Linux
public import Restic

extension MaintenanceRun {
    /// Stores files one after the other, in this order, as restic would: through a gate, each with its row.
    ///
    /// - Parameter files: each with the name that its bytes have.
    /// - Throws: ``MaintenanceError``; what was stored before stays.
    public func store(_ files: [(kind: FileKind, name: FileName, bytes: [UInt8])]) throws(MaintenanceError) {
        guard !files.isEmpty else { return }
        let toGate = try system { () throws(SystemCallError) in try Pipe() }
        let fromGate = try system { () throws(SystemCallError) in try Pipe() }
        let (child, line) = try startGate(.maintain, [(0, toGate.reading.raw), (1, fromGate.writing.raw), (2, 2)])
        line.order(.begin)
        try expect(.ready, on: line)
        let talk = try GateTalk(to: toGate.intoWriting(), from: fromGate.intoReading())
        for file in files {
            let status = try talk.post("/\(file.kind.rawValue)/\(file.name.hex)", file.bytes)
            guard status == 200 else {
                throw .gate("it did not store \(file.kind.rawValue)/\(file.name.hex.prefix(8)): \(status ?? 0)")
            }
        }
        talk.hangUp()
        // The gate would stop if we left its line before it has ended.
        let end = try system { () throws(SystemCallError) in try child.wait() }
        withExtendedLifetime(line) {}
        guard end == .exited(0) else { throw .gate("it ended with \(end)") }
    }
}
