internal import CPrisoner
internal import Glibc
internal import Sandbox

/// How a taken-over gate would slow others down, or give itself more rights.
package enum PowerAct: String, Act {
    case limitOther, raiseOwnLimit, prioritiseOther, scheduleOther, pinOther
    case becomeRoot, becomeDumpable, typeIntoTerminal, everyListedCall

    package func attempt(in cell: Cell) -> Int32 {
        let sibling = Int(cell.sibling)
        return switch self {
        case .limitOther: systemCall(SYS_prlimit64, sibling, 7)  // RLIMIT_NOFILE
        case .raiseOwnLimit: unsafe [UInt64(9), 9].withUnsafeBytes { setLimit(Int(bitPattern: $0.baseAddress)) }
        case .prioritiseOther: systemCall(SYS_setpriority, 0, sibling, 19)
        case .scheduleOther: systemCall(SYS_sched_setscheduler, sibling)
        case .pinOther: systemCall(SYS_sched_setaffinity, sibling)
        case .becomeRoot: systemCall(SYS_setuid, 0)
        case .becomeDumpable: outcome(prisoner_prctl(PR_SET_DUMPABLE, 1))
        case .typeIntoTerminal: systemCall(SYS_ioctl, 0, 0x5412)  // TIOCSTI, asm-generic/ioctls.h
        case .everyListedCall: everyListedCall(cell)
        }
    }

    private func setLimit(_ limits: Int) -> Int32 { systemCall(SYS_prlimit64, 0, 7, limits) }

    /// EPERM if each call of the filter's list answers what the list says, else 0.
    private func everyListedCall(_ cell: Cell) -> Int32 {
        for (errno, calls) in RefusedCalls.list(.refusingGate, on: .running) {
            // A gate that serves may make openat2(2): see LookupAct.
            for number in calls where number != SYS_openat2 {
                guard systemCall(number, -1, -1, -1, -1, -1) == errno else { return 0 }
            }
        }
        return EPERM
    }
}
