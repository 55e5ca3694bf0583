internal import Linux
internal import Restic

/// Locks of the gateway's own restic, which are gone with the gate.
final class KeptLocks: Sendable {
    /// How many there may be: restic has two while it refreshes one.
    private static let most = 16

    private let locks = Monitor<[FileName: [UInt8]]>([:])

    /// The lock of this name.
    subscript(name: FileName) -> [UInt8]? { locks.change { $0[name] } }

    /// All of them, with their sizes.
    var all: [(FileName, ByteCount)] {
        locks.change { $0.map { ($0.key, ByteCount(bytes: UInt64($0.value.count))) } }
    }

    /// Keeps a lock.
    ///
    /// - Returns: whether there was room.
    func keep(_ name: FileName, _ bytes: [UInt8]) -> Bool {
        locks.change { locks in
            guard locks.count < Self.most || locks[name] != nil else { return false }
            locks[name] = bytes
            return true
        }
    }

    /// Forgets a lock; one that is gone already is no failure.
    func remove(_ name: FileName) { locks.change { $0[name] = nil } }
}
