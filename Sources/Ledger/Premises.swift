internal import CLinux
internal import Catalog
internal import Glibc
internal import Linux
internal import Sandbox
internal import Trail

/// The ledger's folders, and the lock that keeps a second ledger out.
struct Premises: ~Copyable {
    let settings: Settings
    /// Held as long as the ledger lives. It lies beside the trail, where no gate can take it.
    private let lock: Descriptor

    /// Makes the folders that are not there, and locks the state folder.
    init(_ settings: Settings) throws(Trouble) {
        self.settings = settings
        try Self.makeFolder("\(settings.state)/trail", 0o700, nil)
        try Self.makeFolder("\(settings.state)/catalog", 0o700, nil)
        try Self.makeFolder("\(settings.state)/run", 0o750, settings.group)
        try Self.flush(settings.state)
        lock = try Self.lock(settings.state)
    }

    private static func lock(_ state: String) throws(Trouble) -> Descriptor {
        let path = "\(state)/trail/ledger.lock"
        do throws(SystemCallError) {
            let lock = try Descriptor.at(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600)
            try retrying("flock") { flock(lock.raw, LOCK_EX | LOCK_NB) }
            return lock
        } catch {
            throw error.code == EWOULDBLOCK ? .alreadyRunning(state) : .system(error, path)
        }
    }

    /// A row is durable only if the trail's own folder is. An earlier ledger may have been killed before it came to
    /// this, so it is not asked who made the folders; one that may not even read here has not made them.
    private static func flush(_ state: String) throws(Trouble) {
        try Trouble.system(state) { () throws(SystemCallError) in
            do throws(SystemCallError) {
                try Descriptor.at(state, O_RDONLY | O_DIRECTORY).sync()
            } catch {
                guard error.code == EACCES else { throw error }
            }
        }
    }

    private static func makeFolder(_ path: String, _ mode: mode_t, _ group: gid_t?) throws(Trouble) {
        try Trouble.system(path) { () throws(SystemCallError) in
            do throws(SystemCallError) {
                try retrying("mkdir") { unsafe mkdir(path, mode) }
            } catch {
                if error.code == EEXIST { return }
                throw error
            }
            if let group { try retrying("chown") { unsafe chown(path, uid_t.max, group) } }
            try retrying("chmod") { unsafe chmod(path, mode) }
        }
    }

    /// Opens the trail and the catalog, and brings the catalog up to date.
    ///
    /// - Parameters:
    ///   - rebuild: make the catalog anew; a damaged one is made anew in any case.
    ///   - clock: tells when a row is written.
    ///   - say: takes a line for the log.
    /// - Returns: the trail and the catalog.
    /// - Throws: ``Trouble``.
    func open(
        rebuild: Bool, clock: Clock, say: (String) -> Void
    ) throws(Trouble) -> (TrailWriter, Catalog) {
        let path = settings.trail
        let trail = try Trouble.trail { () throws(TrailError) in try TrailWriter(path, clock: clock) }
        let reader = try Trouble.trail { () throws(TrailError) in try trail.reader() }
        if rebuild { removeCatalog() }
        do throws(CatalogError) {
            let catalog = try Catalog(settings.catalog)
            let rows = try catalog.catchUp(with: reader)
            if rows > 0 { say("the catalog took in \(rows) rows of the trail") }
            return (trail, catalog)
        } catch {
            guard error.wantsRebuild, !rebuild else { throw .catalog(error) }
            say("\(error), so it is made anew")
            return try open(rebuild: true, clock: clock, say: say)
        }
    }

    /// Gives up every right but those to trail and catalog, and to the socket's name. Where nothing listens yet, nothing
    /// ever will.
    ///
    /// - Returns: the proof, without which there is no serving.
    /// - Throws: ``Trouble``.
    func confine() throws(Trouble) -> ConfinedProcess {
        let own = ["trail", "catalog"].map { Folder.at("\(settings.state)/\($0)") }
        let run = settings.inherited == nil ? Folder.at("\(settings.state)/run") : nil
        do throws(ConfinementError) {
            return try settings.confinement.enter(.ledger(keeping: own, socketFolder: run))
        } catch {
            throw .unconfined(error)
        }
    }

    /// Removes the catalog's files; the trail knows all that is in them.
    func removeCatalog() {
        for end in ["", "-wal", "-shm"] { _ = unsafe unlink(settings.catalog + end) }
    }

    /// Takes the socket from systemd, or makes one.
    func listen() throws(Trouble) -> Descriptor {
        if let inherited = settings.inherited {
            _ = fcntl(inherited, F_SETFD, FD_CLOEXEC)
            clinux_set_flag(inherited, O_NONBLOCK, 1)
            return Descriptor(owning: inherited)
        }
        let (path, group) = (settings.socket, settings.group)
        return try Trouble.system(path) { () throws(SystemCallError) in
            let socket = Descriptor(owning: try retrying("socket") { clinux_unix_socket() })
            // The lock says that nobody listens there any more.
            _ = unsafe unlink(path)
            try retrying("bind") { unsafe clinux_unix_bind(socket.raw, path) }
            // Nobody can connect before listen(2), so the right mode is there in time.
            if let group { try retrying("chown") { unsafe chown(path, uid_t.max, group) } }
            try retrying("chmod") { unsafe chmod(path, 0o660) }
            try retrying("listen") { Glibc.listen(socket.raw, 512) }
            return socket
        }
    }

    /// Takes the socket's name away, so that gates hear at once that nobody is there.
    func unlisten() {
        if settings.inherited == nil { _ = unsafe unlink(settings.socket) }
    }
}
