internal import CPrisoner
internal import Glibc

/// How a taken-over gate would stop another gate.
package enum SignalAct: String, Act {
    case probe, terminate, terminateGroup, signalThread, signalOldThread, queueSignal, signalByHandle, signalBySocket

    package func attempt(in cell: Cell) -> Int32 {
        let sibling = Int(cell.sibling)
        let signal = Int(SIGTERM)
        return switch self {
        case .probe: outcome(kill(cell.sibling, 0))
        case .terminate: outcome(kill(cell.sibling, SIGTERM))
        case .terminateGroup: outcome(kill(0, SIGCONT))
        case .signalThread: systemCall(SYS_tgkill, sibling, sibling, signal)
        case .signalOldThread: systemCall(SYS_tkill, sibling, signal)
        case .queueSignal: systemCall(SYS_rt_sigqueueinfo, sibling, signal)
        case .signalByHandle: systemCall(SYS_pidfd_send_signal, Int(cell.siblingHandle), signal)
        case .signalBySocket: systemCall(SYS_fcntl, Int(cell.session), 8, sibling)  // F_SETOWN, asm-generic/fcntl.h
        }
    }
}
