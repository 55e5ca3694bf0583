internal import Glibc

/// The users that a gateway has, as far as this machine has them. A trial of one user has none of them.
struct Accounts: Sendable {
    /// A user and its group.
    struct Account: Hashable, Sendable {
        let user: uid_t
        let group: gid_t
    }

    /// Runs the gates, and owns the repositories.
    let gates: Account?
    /// Runs the ledger.
    let ledger: Account?
    /// Whether we may give files to them.
    let isRoot: Bool

    static let gatesName = "postern"
    static let ledgerName = "postern-ledger"

    /// Those of this machine. Source: getpwnam_r(3); the plain call shares its memory between threads.
    static func ofThisMachine() -> Accounts {
        Accounts(gates: find(gatesName), ledger: find(ledgerName), isRoot: geteuid() == 0)
    }

    /// None: all that is made belongs to whoever makes it.
    static func ofATrial() -> Accounts {
        Accounts(gates: nil, ledger: nil, isRoot: geteuid() == 0)
    }

    /// Those that a gateway was made for. The group of its policy tells: a trial on a machine that also has the
    /// accounts stays a trial.
    static func inUse(by folder: ConfigurationFolder) -> Accounts {
        let all = ofThisMachine()
        var status = stat()
        guard let gates = all.gates, unsafe stat(folder.path, &status) == 0, status.st_gid == gates.group else {
            return ofATrial()
        }
        return all
    }

    private static func find(_ name: String) -> Account? {
        var account = unsafe passwd()
        var texts = [CChar](repeating: 0, count: 16 * 1024)
        var found: UnsafeMutablePointer<passwd>?
        let status = unsafe getpwnam_r(name, &account, &texts, texts.count, &found)
        return unsafe status == 0 && found != nil ? Account(user: account.pw_uid, group: account.pw_gid) : nil
    }

    /// Those that a real gateway has and this machine lacks.
    var missing: [String] {
        (gates == nil ? [Self.gatesName] : []) + (ledger == nil ? [Self.ledgerName] : [])
    }

    /// The group that reads the policy: the gates'. `nil`: our own.
    var policyGroup: gid_t? { isRoot ? gates?.group : nil }
}
