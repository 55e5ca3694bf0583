import LedgerClient
import LedgerWire
import Policy
import Restic
import Testing

/// A name of a stored file that nobody else uses: the number, in hex.
func name(_ number: Int) throws -> FileName {
    let digits = String(number, radix: 16)
    return try #require(FileName(String(repeating: "0", count: 64 - digits.count) + digits))
}

/// A pack.
func pack(_ number: Int) throws -> Object { .file(.data, try name(number)) }

/// A lock.
func lock(_ number: Int) throws -> Object { .file(.locks, try name(number)) }

/// An opening by a client for a repository of its own, `configured` unless said otherwise.
func opening(
    _ client: String = "web1", at place: String = "main:web1", configured: Bool = true,
    with change: (inout SessionOpening) -> Void = { _ in }
) throws -> SessionOpening {
    var opening = SessionOpening(
        client: client, key: "SHA256:key", source: "10.0.0.1", repository: client, place: try Place(parsing: place),
        asked: "", level: "full", configured: configured, mayCreate: true)
    change(&opening)
    return opening
}

extension LedgerProcess {
    /// A session of a client of ours.
    func session(_ opening: SessionOpening, deadline: Duration = .seconds(20)) throws -> LedgerSession {
        try LedgerSession.open(socket: socket, opening, deadline: deadline)
    }
}

extension LedgerSession {
    /// Stores an object as far as the ledger is concerned.
    ///
    /// - Returns: the row, or the refusal.
    func save(_ object: Object, _ length: UInt64 = 1000, free: FreeSpace = .unlimited) throws -> Result<UInt64, Refusal>
    {
        switch try permit(object, length, free: free) {
        case .success(let row):
            done(row)
            return .success(row)
        case .failure(let refusal): return .failure(refusal)
        }
    }

    /// As ``save(_:_:free:)``, but what is allowed is never said to be done.
    func permit(
        _ object: Object, _ length: UInt64 = 1000, free: FreeSpace = .unlimited
    ) throws -> Result<UInt64, Refusal> {
        switch try reserve(object, ByteCount(bytes: length), free: free) {
        case .refused(let refusal): return .failure(refusal)
        case .held: throw Desk.Unexpected()
        case .granted(let reservation):
            switch try permitSave(reservation) {
            case .refused(let refusal): return .failure(refusal)
            case .granted(let permit): return .success(permit.row)
            case .held: throw Desk.Unexpected()
            }
        }
    }

    /// Asks whether an object may be removed.
    func remove(_ object: Object, sweeping: Bool = false) throws -> Result<UInt64, Refusal> {
        switch try permitRemove(object, sweeping: sweeping) {
        case .refused(let refusal): .failure(refusal)
        case .granted(let permit): .success(permit.row)
        case .held: throw Desk.Unexpected()
        }
    }
}
