internal import Crypto
internal import Policy
internal import Restic

/// An upload of a lock of the gateway's own restic: it stays in memory.
///
/// Unchecked, because the compiler cannot see the rule: there is one job of an upload at a time.
final class LockIntake: Intake, @unchecked Sendable {
    private let session: ServedSession
    private let locks: KeptLocks
    private let name: FileName
    private var bytes: [UInt8] = []

    init(_ session: ServedSession, _ locks: KeptLocks, _ name: FileName) {
        self.session = session
        self.locks = locks
        self.name = name
    }

    var isNew: Bool { false }

    func begin() -> JobResult { .ready }

    /// Its length was looked at before: it is 16 KiB at most.
    func write(_ chunk: Chunk) -> JobResult {
        unsafe bytes += chunk.bytes
        return .ready
    }

    func finish() -> JobResult {
        let digest = SHA256()
        digest?.add(bytes)
        guard let sum = digest?.finish(), FileName(digest: sum) == name else { return refuse(.wrongHash) }
        return locks.keep(name, bytes) ? .answer(.done) : refuse(.tooManyLocks)
    }

    func abandon() {}

    private func refuse(_ refusal: Refusal) -> JobResult {
        .answer(session.refuse(.save, .file(.locks, name), refusal))
    }
}
