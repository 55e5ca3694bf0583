internal import CPrisoner
internal import Glibc

/// What a taken-over gate would do to a stored object. `data/00/object` is one, mode 0400; `tmp/mine` is its own upload.
package enum ObjectAct: String, Act {
    case unlink, rename, renameOver, renameOntoName, exchange, moveOut, moveFolderOut, removeFolder
    case truncate, openTruncating, openAsNewStructure, create, createBeside, openForWriting, openForAppending
    case linkOut, linkIn
    case changeMode, changeModeOfOpen, changeOwner, changeTimes, setAttribute, removeAttribute, setFlags

    private static let object = "data/00/object"

    package func attempt(in cell: Cell) -> Int32 {
        let root = cell.repository
        let object = Self.object
        return switch self {
        case .unlink: unsafe outcome(unlinkat(root, object, 0))
        case .rename: move(root, object, "data/00/renamed")
        case .renameOver: unsafe outcome(renameat(root, "tmp/mine", root, object))
        case .renameOntoName: move(root, "tmp/mine", object, flags: 1)  // RENAME_NOREPLACE
        case .exchange: move(root, "tmp/mine", object, flags: 2)  // RENAME_EXCHANGE
        case .moveOut: move(root, object, "tmp/stolen")
        case .moveFolderOut: move(root, "data/00", "tmp/stolen")
        case .removeFolder: unsafe outcome(unlinkat(root, "data/ff", AT_REMOVEDIR))
        case .truncate: unsafe outcome(Glibc.truncate(cell.path("storage/repo/\(object)"), 0))
        case .openTruncating: open(root, O_RDONLY | O_TRUNC)
        case .openAsNewStructure: openByStructure(root)
        case .create: open(root, O_WRONLY | O_CREAT | O_TRUNC)
        case .createBeside:
            systemCall(SYS_openat, Int(root), path: "data/00/beside", Int(O_WRONLY | O_CREAT | O_EXCL), 0o600)
        case .openForWriting: open(root, O_WRONLY)
        case .openForAppending: open(root, O_WRONLY | O_APPEND)
        case .linkOut: unsafe outcome(linkat(root, object, root, "tmp/alias", 0))
        case .linkIn: unsafe outcome(linkat(root, "tmp/mine", root, "data/00/alias", 0))
        case .changeMode: unsafe outcome(fchmodat(root, object, 0o600, 0))
        case .changeModeOfOpen: opened(root) { fchmod($0, 0o600) }
        case .changeOwner: unsafe outcome(fchownat(root, object, getuid(), getgid(), 0))
        case .changeTimes: unsafe outcome(utimensat(root, object, nil, 0))
        case .setAttribute: opened(root) { unsafe fsetxattr($0, "user.postern", "1", 1, 0) }
        case .removeAttribute: opened(root) { unsafe fremovexattr($0, "user.test") }
        // FS_IOC_SETFLAGS, linux/fs.h, with FS_NODUMP_FL.
        case .setFlags: setFlags(root)
        }
    }

    private func move(_ root: Int32, _ from: String, _ to: String, flags: Int = 0) -> Int32 {
        unsafe to.withCString {
            systemCall(SYS_renameat2, Int(root), path: from, Int(root), Int(bitPattern: $0), flags)
        }
    }

    private func open(_ root: Int32, _ flags: Int32) -> Int32 {
        systemCall(SYS_openat, Int(root), path: Self.object, Int(flags), 0o600)
    }

    /// Three 64-bit numbers, as in linux/openat2.h: a filter cannot look into it.
    private func openByStructure(_ root: Int32) -> Int32 {
        unsafe [UInt64(O_RDONLY | O_TRUNC), 0, 0].withUnsafeBytes {
            systemCall(SYS_openat2, Int(root), path: Self.object, Int(bitPattern: $0.baseAddress), $0.count)
        }
    }

    /// Reading is allowed: what can be done to a file that is open for it?
    private func opened(_ root: Int32, _ body: (Int32) -> Int32) -> Int32 {
        let file = unsafe openat(root, Self.object, O_RDONLY)
        return file < 0 ? Answer.badTerms : outcome(body(file))
    }

    private func setFlags(_ root: Int32) -> Int32 {
        opened(root) { file in
            unsafe withUnsafePointer(to: Int32(0x40)) {
                Int32(prisoner_call(Int(SYS_ioctl), Int(file), 0x4008_6602, Int(bitPattern: $0), 0, 0, 0))
            }
        }
    }
}
