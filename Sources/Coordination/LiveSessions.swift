internal import CLinux
internal import Glibc
internal import LedgerClient
internal import LedgerWire
internal import Linux

/// Ends sessions that are open now: the ledger knows them, tells their gates, and writes their last rows. A gate that
/// does not go is killed.
struct LiveSessions {
    /// The ledger's socket.
    let socket: String
    let world: World

    /// Milliseconds that a gate has to go.
    private static let patience: Int32 = 5000

    /// Ends them.
    ///
    /// - Parameter dismissal: which.
    /// - Returns: their numbers; `nil` where the ledger cannot tell, which has been said then.
    func end(_ dismissal: Dismissal) -> [UInt64]? {
        let ended: [DismissedSession]
        do throws(LedgerError) {
            ended = try LedgerAdmin.dismiss(dismissal, socket: socket)
        } catch {
            world.say("postern: warning: open sessions of \(dismissal.client) were not ended: \(Chronicle.why(error))")
            world.say("postern: hint: look for them: pgrep -af 'postern-gate serve --client \(dismissal.client)'")
            return nil
        }
        for session in ended { makeSure(session.pid) }
        return ended.map(\.number)
    }

    /// Waits for a gate's end, and kills it where it does not come.
    private func makeSure(_ pid: pid_t) {
        guard pid > 1, pid != getpid(), case let raw = clinux_pidfd_open(pid), raw >= 0 else { return }
        let process = Descriptor(owning: raw)
        // Who has the number now may be somebody else.
        guard Self.isGate(pid) else { return }
        var watched = pollfd(fd: process.raw, events: Int16(POLLIN), revents: 0)
        while unsafe poll(&watched, 1, Self.patience) < 0, errno == EINTR {}
        guard watched.revents == 0 else { return }
        if clinux_pidfd_signal(process.raw, SIGKILL) != 0 {
            world.say("postern: warning: the gate with the process number \(pid) does not end")
            world.say("postern: hint: kill -9 \(pid), as root")
        }
    }

    /// Source: proc(5), `/proc/[pid]/exe`.
    private static func isGate(_ pid: pid_t) -> Bool {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let length = unsafe readlink("/proc/\(pid)/exe", &buffer, Int(PATH_MAX))
        let path = String(decoding: buffer.prefix(max(length, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.hasSuffix("/postern-gate") || path.hasSuffix("/postern-gate (deleted)")
    }
}
