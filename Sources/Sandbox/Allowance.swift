/// What a confined process may still do. Whatever is not in it, it may not.
public struct Allowance: Sendable {
    /// A folder, the part of it that is meant, and what may be done there and in all that lies below.
    struct Row: Sendable {
        let folder: Folder
        let part: String?
        let rights: Rights

        init(_ rights: Rights, in folder: Folder, part: String? = nil) {
            self.folder = folder
            self.part = part
            self.rights = rights
        }
    }

    let rows: [Row]
    let sockets: Sockets
    let links: Bool
    /// What may become of a file's name.
    var names = Names.byFolder
    /// Whether openat2(2) may tell from memory what a name is, where Landlock leaves it no way to truncate.
    var looksUpAtOnce = false
    /// How many descriptors it may have open.
    let descriptors: UInt

    /// No folder and no socket: for a gate that only says why it does not serve.
    public static let nothing = Allowance(
        rows: [], sockets: .none, links: false, descriptors: Limits.gateDescriptors)

    /// How an object gets its name. `repo add` and `doctor` probe what the file system can do.
    public enum Commit: Hashable, Sendable {
        /// renameat2(2) with RENAME_NOREPLACE. No file ever has two names.
        case byRename
        /// linkat(2), then unlinkat(2), where the file system answers EINVAL to the other. A writable file would keep a
        /// writable name in `tmp/`: objects must be opened as mode 0400 from the start.
        case byLink
    }

    /// What may be added to a repository.
    public enum Additions: Hashable, Sendable {
        /// All that `init` stores, `config` among it; with it whatever a folder of the repository can hold, since Landlock
        /// cannot take away below what it gives above.
        case everything
        /// Once there is a `config`: what backups store, and key files where the policy lets the client add some.
        case objects(keys: Bool)
    }

    /// A gate that may add to the repository in a local folder, and never change or remove what is there.
    ///
    /// No folder can be made: all 256 of `data/` must be there.
    ///
    /// - Parameters:
    ///   - repository: its folder, with `tmp/`, `locks/` and the folders of its objects in it.
    ///   - additions: what may be added.
    ///   - commit: how objects get their names there.
    /// - Returns: two rows of `working` folders, and where names may be added `appending` ones.
    public static func gate(
        appendingTo repository: Folder, adding additions: Additions = .everything, commit: Commit = .byRename
    ) -> Allowance {
        Allowance(
            rows: additions.rows(in: repository) + ["tmp", "locks"].map { Row(.working, in: repository, part: $0) },
            sockets: .none, links: commit == .byLink, looksUpAtOnce: true, descriptors: Limits.gateDescriptors)
    }

    /// A gate of maintenance: as above, and objects may be moved to the trash and back, but for the `config`.
    ///
    /// Whoever may move a file out of a folder may remove it there, as Landlock sees it. So the filter of calls refuses to
    /// remove anything at all, `tmp/` included, and any move that could replace something. Where the file system needs
    /// `byLink`, a move ends with a removal, and only the gate's own word stands against one without a link before it.
    ///
    /// - Parameters:
    ///   - repository: its folder, with `trash/` in it.
    ///   - commit: how objects get their names there.
    /// - Returns: what may be added stays as above; a row of `moving` for each folder that holds objects.
    public static func gate(maintaining repository: Folder, commit: Commit = .byRename) -> Allowance {
        let appending = gate(appendingTo: repository, adding: .objects(keys: false), commit: commit)
        let parts = ["data", "index", "keys", "locks", "snapshots", "trash"]
        return Allowance(
            rows: appending.rows + parts.map { Row(.moving, in: repository, part: $0) },
            sockets: .none, links: appending.links, names: commit == .byRename ? .movedOnly : .movedByLink,
            descriptors: Limits.gateDescriptors)
    }

    /// A gate that may remove what lies in the trash of a repository, and nothing else.
    public static func gate(purging repository: Folder) -> Allowance {
        Allowance(
            rows: [Row(.removing, in: repository, part: "trash")],
            sockets: .none, links: false, names: .removedOnly, descriptors: Limits.gateDescriptors)
    }

    /// What may become of a file's name; Landlock's rules hold beside it.
    enum Names: Sendable {
        /// What the folder's rule allows.
        case byFolder
        /// It is moved without replacing anything, and never removed.
        case movedOnly
        /// It is linked and then removed: the second half of a move.
        case movedByLink
        /// It is removed, and never moved.
        case removedOnly
    }

    /// A gate that may read the repository in a local folder, and not so much as make a lock.
    public static func gate(reading repository: Folder) -> Allowance {
        Allowance(
            rows: [Row(.reading, in: repository)],
            sockets: .none, links: false, looksUpAtOnce: true, descriptors: Limits.gateDescriptors)
    }

    /// A gate that has nothing to give: it tells its client why, and opens nothing.
    public static let refusingGate = Allowance(
        rows: [], sockets: .none, links: false, descriptors: Limits.gateDescriptors)

    /// A gate whose storage is remote: TCP connections to one port, and no name look-ups.
    ///
    /// Below ABI 4 the port is not bound; `required` then refuses.
    ///
    /// - Parameters:
    ///   - port: of the endpoint, or of the proxy before it.
    ///   - files: what is read late, for example the certificates of authorities.
    /// - Returns: no local folder but those files.
    public static func gate(connectingTo port: UInt16, reading files: [Folder] = []) -> Allowance {
        Allowance(
            rows: files.map { Row(.reading, in: $0) },
            sockets: .connect(port: port), links: false, descriptors: Limits.gateDescriptors)
    }

    /// The ledger, on a socket that already listens.
    ///
    /// - Parameters:
    ///   - folders: its own: trail and catalog. SQLite makes, truncates and removes files beside its databases.
    ///   - socketFolder: where its socket lies, which it may remove when it leaves; nil where systemd keeps it.
    /// - Returns: connections may be accepted, and no socket is made. One for syslog's datagrams must be there before.
    public static func ledger(keeping folders: [Folder], socketFolder: Folder?) -> Allowance {
        Allowance(
            rows: folders.map { Row(.keeping, in: $0) } + (socketFolder.map { [Row(.removeFile, in: $0)] } ?? []),
            sockets: .accept, links: false, descriptors: Limits.ledgerDescriptors)
    }
}

extension Allowance.Additions {
    fileprivate func rows(in repository: Folder) -> [Allowance.Row] {
        switch self {
        case .everything: [.init(.appending, in: repository)]
        case .objects(let keys):
            [.init(.reading, in: repository)]
                + (["data", "index", "snapshots"] + (keys ? ["keys"] : [])).map {
                    .init(.appending, in: repository, part: $0)
                }
        }
    }
}
