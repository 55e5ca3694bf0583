internal import Crypto
internal import CPrisoner
internal import CSQLite
internal import Glibc

/// What a gate and a ledger do all day, and must still be able to do.
package enum DailyAct: String, Act {
    case upload, commit, commitConfig, commitByLink, abandonUpload
    case readObject, listObjects, syncFolder, makeLock, removeLock
    case startThread, hash, askLimits, write, talkToLedger, signalItself, pollAndWake, keepDatabase

    package func attempt(in cell: Cell) -> Int32 {
        let root = cell.repository
        return switch self {
        case .upload: upload(root, as: "tmp/new")
        case .commit: upload(root, as: "tmp/new") | move(root, "tmp/new", "data/00/new")
        case .commitConfig: upload(root, as: "tmp/new") | move(root, "tmp/new", "config")
        case .commitByLink: commitByLink(root)
        case .abandonUpload: unsafe outcome(unlinkat(root, "tmp/mine", 0))
        case .readObject: with(unsafe openat(root, "data/00/object", O_RDONLY)) { readSomething($0) }
        case .listObjects: with(unsafe openat(root, "data/00", O_RDONLY | O_DIRECTORY)) { list($0) }
        case .syncFolder: with(unsafe openat(root, "data/00", O_RDONLY | O_DIRECTORY)) { outcome(fsync($0)) }
        case .makeLock: upload(root, as: "tmp/new") | move(root, "tmp/new", "locks/new")
        case .removeLock: unsafe outcome(unlinkat(root, "locks/lock", 0))
        case .startThread: startThread()
        case .hash: hash()
        case .askLimits: systemCall(SYS_prlimit64, 0, 7)
        case .write: unsafe outcome(Glibc.write(1, "written\n", 8))
        case .talkToLedger: unsafe outcome(send(cell.session, "row", 3, 0))
        case .signalItself: outcome(raise(SIGCONT))
        case .pollAndWake: with(eventfd(0, 0)) { outcome(eventfd_write($0, 1)) }
        case .keepDatabase: keepDatabase(cell.path("trail/audit.sqlite"))
        }
    }

    private func with(_ descriptor: Int32, _ body: (Int32) -> Int32) -> Int32 {
        guard descriptor >= 0 else { return errno }
        let result = body(descriptor)
        return result != 0 ? result : outcome(close(descriptor))
    }

    /// As the store does it: a new name, mode 0400 from the start, truncated once, on the disk before it is closed.
    private func upload(_ root: Int32, as name: String) -> Int32 {
        with(unsafe openat(root, name, O_WRONLY | O_CREAT | O_EXCL, 0o400)) { file in
            let written = unsafe outcome(Glibc.write(file, "bytes", 5))
            return written | outcome(ftruncate(file, 4)) | outcome(fsync(file))
        }
    }

    private func move(_ root: Int32, _ from: String, _ to: String) -> Int32 {
        unsafe to.withCString {
            systemCall(SYS_renameat2, Int(root), path: from, Int(root), Int(bitPattern: $0), 1)
        }
    }

    private func commitByLink(_ root: Int32) -> Int32 {
        let linked = unsafe upload(root, as: "tmp/new") | outcome(linkat(root, "tmp/new", root, "data/00/new", 0))
        return unsafe linked | outcome(unlinkat(root, "tmp/new", 0))
    }

    private func readSomething(_ file: Int32) -> Int32 {
        var byte: UInt8 = 0
        return unsafe read(file, &byte, 1) == 1 ? 0 : max(errno, 1)
    }

    private func list(_ folder: Int32) -> Int32 {
        var names = [UInt8](repeating: 0, count: 1024)
        return unsafe names.withUnsafeMutableBytes {
            systemCall(SYS_getdents64, Int(folder), Int(bitPattern: $0.baseAddress), $0.count)
        }
    }

    private func startThread() -> Int32 {
        var thread = pthread_t()
        let started = unsafe pthread_create(&thread, nil, { _ in nil }, nil)
        return started != 0 ? started : pthread_join(thread, nil)
    }

    /// libcrypto wakes up here, and does not find its configuration.
    private func hash() -> Int32 {
        let digest = SHA256()
        digest?.add("abc".utf8)
        return digest?.finish()?.first == 0xBA ? 0 : EIO
    }

    /// The ledger's mode of SQLite: WAL with a shared index, rows that are synced, a checkpoint that truncates.
    private func keepDatabase(_ path: String) -> Int32 {
        var database: OpaquePointer?
        guard unsafe sqlite3_open(path, &database) == SQLITE_OK else { return EIO }
        let work = """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE row (text);
            INSERT INTO row VALUES ('kept'); PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO row VALUES ('more');
            """
        guard unsafe sqlite3_exec(database, work, nil, nil, nil) == SQLITE_OK else { return EIO }
        return unsafe sqlite3_close(database) == SQLITE_OK ? 0 : EIO
    }
}
