internal import CPrisoner
internal import Glibc

/// What a taken-over gate would start.
package enum ProcessAct: String, Act {
    case execute, executeOpen, fork, vfork, cloneProcess, cloneByStructure, cloneIntoNamespace, makeNamespace
    case callAsX32, callNewer

    package func attempt(in cell: Cell) -> Int32 {
        switch self {
        case .execute: unsafe "/bin/true".withCString { systemCall(SYS_execve, Int(bitPattern: $0)) }
        case .executeOpen: systemCall(SYS_execveat, Int(cell.repository), path: "tmp/mine")
        case .fork, .vfork: oldForm
        case .cloneProcess: systemCall(SYS_clone, Int(SIGCHLD))
        case .cloneByStructure: systemCall(SYS_clone3)
        case .cloneIntoNamespace: systemCall(SYS_clone, 0x1001_0900)  // CLONE_NEWUSER, THREAD, SIGHAND, VM
        case .makeNamespace: systemCall(SYS_unshare, 0x1000_0000)  // CLONE_NEWUSER
        case .callAsX32: systemCall(0x4000_0000 | SYS_getppid)
        case .callNewer: systemCall(452, Int(cell.repository), path: "data/00/object", 0o600)  // fchmodat2, Linux 6.6
        }
    }

    /// fork(2) and vfork(2) have numbers of their own on x86_64 only.
    private var oldForm: Int32 {
        #if arch(x86_64)
            systemCall(self == .fork ? SYS_fork : SYS_vfork)
        #else
            systemCall(SYS_clone, Int(SIGCHLD))
        #endif
    }
}
