internal import CPrisoner
internal import Glibc

/// How a taken-over gate would look into another process of its user, or take it over.
package enum SpyAct: String, Act {
    case trace, readMemory, writeMemory, compare, openHandle, takeDescriptor, readMemoryFile

    package func attempt(in cell: Cell) -> Int32 {
        let sibling = Int(cell.sibling)
        return switch self {
        case .trace: systemCall(SYS_ptrace, 16, sibling)  // PTRACE_ATTACH, linux/ptrace.h
        case .readMemory: systemCall(SYS_process_vm_readv, sibling)
        case .writeMemory: systemCall(SYS_process_vm_writev, sibling)
        case .compare: systemCall(SYS_kcmp, Int(getpid()), sibling)
        case .openHandle: systemCall(SYS_pidfd_open, sibling)
        case .takeDescriptor: systemCall(SYS_pidfd_getfd, Int(cell.siblingHandle), 0)
        case .readMemoryFile: systemCall(SYS_openat, -1, path: "/proc/\(sibling)/mem", Int(O_RDWR))
        }
    }
}
