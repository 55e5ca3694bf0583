public import Glibc

/// What the command line of `postern-ledger` asks for.
public enum Arguments: Hashable, Sendable {
    /// Show how it is used.
    case help
    /// Serve, or rebuild the catalog, with the state folder named or found in the configuration.
    case run(Place, rebuildCatalog: Bool)
    /// The line makes no sense; the text says what is wrong.
    case wrong(String)

    /// Where the state folder is.
    public enum Place: Hashable, Sendable {
        /// It is this one.
        case state(String)
        /// `postern.toml` in this folder says it.
        case config(String)
    }

    /// How it is used.
    public static let usage = """
        usage: postern-ledger [--config DIR | --state DIR] [--rebuild-catalog]

          --config DIR       where postern.toml is (/etc/postern)
          --state DIR        the state folder itself, without a configuration: confined as
                             landlock = "required" says, and without copies to syslog
          --rebuild-catalog  make the catalog anew from the trail, and end

        EXIT STATUS
          0   told to end, nothing to do, or the catalog is made anew
          1   failed; the last line says why
          64  wrong use
          78  bad configuration
        """

    /// Understands the arguments that follow the program's name.
    public init(_ words: some Sequence<String>) {
        var place = Place.config("/etc/postern")
        var rebuild = false
        var words = words.makeIterator()
        while let word = words.next() {
            switch word {
            case "--help", "-h":
                self = .help
                return
            case "--rebuild-catalog": rebuild = true
            case "--config", "--state":
                guard let folder = words.next(), !folder.isEmpty else {
                    self = .wrong("\(word) needs a folder")
                    return
                }
                place = word == "--state" ? .state(folder) : .config(folder)
            default:
                self = .wrong("unknown argument")
                return
            }
        }
        self = .run(place, rebuildCatalog: rebuild)
    }
}

/// The listening socket that systemd hands over: descriptor 3, if the variables are meant for this process.
/// Source: sd_listen_fds(3).
public enum SocketActivation {
    /// The socket, or `nil` if there is none.
    public static func descriptor(listenPID: String?, listenFDs: String?) -> Int32? {
        guard let listenPID, pid_t(listenPID) == getpid(), listenFDs == "1" else { return nil }
        return 3
    }
}

/// The account that gates run as.
public enum GatesAccount {
    /// Its user and its group; `nil` where this machine has no account of that name. Source: getpwnam(3).
    public static func find(_ name: String = "postern") -> (user: uid_t, group: gid_t)? {
        guard let account = unsafe getpwnam(name) else { return nil }
        return unsafe (account.pointee.pw_uid, account.pointee.pw_gid)
    }

    /// Whether this process may give files to a group: root may, and whoever belongs to it. Source: chown(2).
    public static func mayGive(to group: gid_t) -> Bool {
        var groups = [gid_t](repeating: 0, count: 256)
        let count = unsafe getgroups(Int32(groups.count), &groups)
        return geteuid() == 0 || getegid() == group || groups.prefix(max(0, Int(count))).contains(group)
    }
}
