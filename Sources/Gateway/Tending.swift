internal import LedgerClient
internal import LedgerWire
internal import Restic
internal import Store

/// A gate that serves nobody: it moves objects between the repository and its trash, as the coordinator says one by one.
struct Tending {
    private let session: ServedSession
    private let ledger: LedgerSession
    private let channel: ControlChannel
    private var parts: [UInt64: Trash] = [:]

    init(_ session: ServedSession, _ ledger: LedgerSession, _ channel: ControlChannel, parts: [UInt64: Trash]) {
        self.session = session
        self.ledger = ledger
        self.channel = channel
        self.parts = parts
    }

    /// Acts until the coordinator hangs up.
    ///
    /// - Returns: what was done.
    func run() throws(ControlError) -> SessionCounts {
        var counts = SessionCounts()
        while let message = try channel.next() {
            guard case .act(let act, let object, let run) = message else { throw .unordered }
            let problem = perform(act, object, run)
            if problem == nil { counts.removals += 1 }
            channel.tell(.acted(problem))
        }
        return counts
    }

    /// - Returns: why it was not done; `nil` where it was.
    private func perform(_ act: TrashAct, _ object: Object, _ run: UInt64) -> String? {
        guard let trash = parts[run] ?? session.trash.flatMap({ $0.run == run ? $0 : nil }) else {
            return "run \(run) has no part in the trash"
        }
        do throws(Obstacle) {
            try ledger.move(act, object, of: trash)
            return nil
        } catch {
            return error.problem
        }
    }
}
