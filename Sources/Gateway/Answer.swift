internal import LedgerClient
internal import Policy
internal import Restic
internal import Store

/// What a request is answered: a status for the client, and what a person is told on stderr.
struct Answer: Sendable {
    var status: Int
    var headers: [(String, String)] = []
    /// Why it was refused.
    var refusal: Refusal?
    /// What does not work here.
    var trouble: Trouble?
    /// Whether an object went to the trash.
    var isRemoval = false

    /// Done, without a body.
    static let done = Answer(status: 200)
    /// Done: the object is in the trash.
    static let trashed = Answer(status: 200, isRemoval: true)
    /// The object is there, and so long.
    static func there(_ size: ByteCount) -> Answer {
        Answer(status: 200, headers: [("content-length", String(size.bytes))])
    }
    /// The object is not there.
    static let absent = Answer(status: 404)

    /// A refusal: 403, which restic does not try again; 507 where there is no room; 400 where the body was
    /// wrong; 503 where it may try again.
    static func refused(_ refusal: Refusal) -> Answer {
        let status =
            switch refusal.kind {
            case .policy: 403
            case .space: 507
            case .body: 400
            case .later: 503
            case .alarm: 500
            }
        return Answer(status: status, refusal: refusal)
    }

    /// A failure of ours: 500, or 503 where it may soon work again.
    static func failed(_ trouble: Trouble) -> Answer {
        switch trouble {
        case .ledger, .maintenance: Answer(status: 503, trouble: trouble)
        case .storage, .configuration: Answer(status: 500, trouble: trouble)
        }
    }
}

/// What can be wrong on our side. Its text goes to the client, so it holds no detail of this machine.
enum Trouble: Hashable, Sendable {
    case ledger(LedgerError)
    /// What the store said goes into the trail, not to the client.
    case storage
    case configuration
    /// Maintenance of the repository takes longer than a client can wait.
    case maintenance

    /// What is wrong, and what to do.
    var explanation: (problem: String, hint: String) {
        switch self {
        case .ledger(let error): (error.description, "tell the gateway's admin: systemctl status postern-ledger")
        case .storage: ("the storage does not work", "tell the gateway's admin: postern audit list shows why")
        case .maintenance: ("maintenance of this repository still goes on", "run the backup again later")
        case .configuration: ("the gateway's policy cannot be read", "tell the gateway's admin: postern policy check")
        }
    }
}
