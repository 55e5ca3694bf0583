internal import CPrisoner
internal import Glibc

/// What a taken-over gate would look at, or leave behind, outside its repository.
package enum OutsideAct: String, Act {
    case readPasswd, readOwnMemory, listRoot
    case readOtherRepository, listOtherRepository, writeOtherRepository, moveToOtherRepository
    case readSecret, readTrail, writeTrail, readCatalog, readAuthorizedKeys, writeAuthorizedKeys
    case listState, makeFileInState, removeSocket, openByHandle
    case makeFolder, makeFolderInObjects, makePipe, makeSymbolicLink

    package func attempt(in cell: Cell) -> Int32 {
        let other = "storage/other"
        return switch self {
        case .readPasswd: read("/etc/passwd")
        case .readOwnMemory: read("/proc/self/mem")
        case .listRoot: list("/")
        case .readOtherRepository: read(cell.path("\(other)/data/00/object"))
        case .listOtherRepository: list(cell.path("\(other)/data"))
        case .writeOtherRepository: write(cell.path("\(other)/tmp/new"))
        case .moveToOtherRepository:
            unsafe outcome(renameat(cell.repository, "tmp/mine", AT_FDCWD, cell.path("\(other)/data/00/new")))
        case .readSecret: read(cell.path("secrets/password"))
        case .readTrail: read(cell.path("trail/audit.sqlite"))
        case .writeTrail: write(cell.path("trail/audit.sqlite"))
        case .readCatalog: read(cell.path("catalog/catalog.sqlite"))
        case .readAuthorizedKeys: read(cell.path("authorized_keys"))
        case .writeAuthorizedKeys: write(cell.path("authorized_keys"))
        case .listState: list(cell.state)
        case .makeFileInState: write(cell.path("new"))
        case .removeSocket: unsafe outcome(unlink(cell.path("run/ledger.sock")))
        case .openByHandle: systemCall(SYS_open_by_handle_at, Int(cell.repository))
        case .makeFolder: unsafe outcome(mkdirat(cell.repository, "new", 0o700))
        case .makeFolderInObjects: unsafe outcome(mkdirat(cell.repository, "data/zz", 0o700))
        case .makePipe: unsafe outcome(mkfifoat(cell.repository, "tmp/pipe", 0o600))
        case .makeSymbolicLink: unsafe outcome(symlinkat("/etc/passwd", cell.repository, "tmp/link"))
        }
    }

    private func read(_ path: String) -> Int32 { systemCall(SYS_openat, -1, path: path, Int(O_RDONLY)) }

    private func list(_ path: String) -> Int32 { systemCall(SYS_openat, -1, path: path, Int(O_RDONLY | O_DIRECTORY)) }

    private func write(_ path: String) -> Int32 {
        systemCall(SYS_openat, -1, path: path, Int(O_WRONLY | O_CREAT), 0o600)
    }
}
