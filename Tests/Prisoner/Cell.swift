internal import CPrisoner
internal import Glibc
internal import Linux
internal import Sandbox

/// What a prisoner holds from before it was confined.
package struct Cell: Sendable {
    let state: String
    /// The repository's folder.
    let repository: Int32
    /// Another process of the same user, which is not confined.
    let sibling: pid_t
    /// A pidfd of it.
    let siblingHandle: Int32
    /// The ledger's socket, as a server.
    let listener: Int32
    /// A session at the ledger.
    let session: Int32
    /// A unix socket that is not connected yet.
    let idleSocket: Int32
    /// Where a server on this machine listens: the one port that a remote storage may use, and another.
    let ports: (allowed: UInt16, other: UInt16)
    /// `/proc/self/environ`, open.
    let environment: Int32

    /// Opens all of it as the user that we are, but for `environment`, which must be open already.
    init(state: String, environment: Int32) throws(SystemCallError) {
        self.state = state
        self.environment = environment
        repository = try hold(Descriptor.at("\(state)/storage/repo", O_RDONLY | O_DIRECTORY))
        sibling = prisoner_start_sibling()
        siblingHandle = Int32(truncatingIfNeeded: prisoner_call(Int(SYS_pidfd_open), Int(sibling), 0, 0, 0, 0, 0))
        listener = try Socket.listen(at: "\(state)/run/ledger.sock")
        session = try Socket.connect(to: "\(state)/run/ledger.sock")
        idleSocket = try Socket.unix()
        ports = (try Socket.listenOnLoopback(), try Socket.listenOnLoopback())
    }

    func path(_ name: String) -> String { "\(state)/\(name)" }

    /// What the prisoner is told to keep to; the repository by its path, or as it is open.
    func allowance(_ role: Terms.Role, open: borrowing Descriptor) -> Allowance {
        let repository = Folder.at(path("storage/repo"))
        let own = [Folder.at(path("trail")), .at(path("catalog"))]
        let run = Folder.at(path("run"))
        return switch role {
        case .appending: .gate(appendingTo: repository)
        case .established: .gate(appendingTo: repository, adding: .objects(keys: false))
        case .keying: .gate(appendingTo: repository, adding: .objects(keys: true))
        case .linking: .gate(appendingTo: .open(open), commit: .byLink)
        case .maintaining: .gate(maintaining: repository)
        case .purging: .gate(purging: repository)
        case .reading: .gate(reading: repository)
        case .refusing: .refusingGate
        case .remote: .gate(connectingTo: ports.allowed)
        case .ledger: .ledger(keeping: own, socketFolder: run)
        }
    }
}

/// Keeps `descriptor` open until the process ends.
func hold(_ descriptor: consuming Descriptor) throws(SystemCallError) -> Int32 {
    try retrying("fcntl") { fcntl(descriptor.raw, F_DUPFD_CLOEXEC, 3) }
}
