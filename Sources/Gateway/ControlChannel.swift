internal import CLinux
internal import Glibc
internal import LedgerWire
internal import Linux

/// Descriptor 3 of a gate of maintenance: how the coordinator leads it, and hears of it.
///
/// It is one end of a socketpair(2) that the coordinator made, so SO_PEERCRED names who made it and nobody can forge
/// that.
final class ControlChannel {
    /// The number that the coordinator gives it.
    static let number: Int32 = 3

    let descriptor: Descriptor
    private var input = FrameBuffer()

    /// Takes descriptor 3 over.
    ///
    /// - Parameter owner: whom the policy belongs to: root; or, in a trial, the one user.
    /// - Throws: ``ControlError`` where this process was not started by the coordinator.
    init(owner: uid_t) throws(ControlError) {
        guard !Self.hasLogin else { throw .overSSH }
        var (pid, user, group) = (pid_t(0), uid_t.max, gid_t.max)
        guard unsafe clinux_peer(Self.number, &pid, &user, &group) == 0 else { throw .noChannel }
        guard user == 0 || (user == owner && user == geteuid()) else { throw .forged }
        descriptor = Descriptor(owning: Self.number)
        _ = fcntl(Self.number, F_SETFD, FD_CLOEXEC)
    }

    /// Whether sshd has started this process, or whoever did so. Source: ssh(1), "ENVIRONMENT".
    private static var hasLogin: Bool {
        var next = unsafe environ
        while let variable = unsafe next.pointee {
            if unsafe strncmp(variable, "SSH_", 4) == 0 { return true }
            unsafe next += 1
        }
        return false
    }

    /// Waits for the next message; `nil` once the coordinator is gone.
    ///
    /// - Throws: ``ControlError``.
    func next() throws(ControlError) -> MandateMessage? {
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        do {
            while true {
                if let frame = try input.next() { return try MandateMessage(frame) }
                let count = try unsafe chunk.withUnsafeMutableBufferPointer { (buffer) throws(SystemCallError) in
                    try unsafe descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
                if count == 0 { return nil }
                input.append(chunk[..<count])
            }
        } catch {
            throw .unreadable("\(error)")
        }
    }

    /// Tells the coordinator something. It must read; what it is too slow for is lost if it `mayBeLost`.
    func tell(_ report: GateReport, mayBeLost: Bool = false) {
        let flags = Int32(MSG_NOSIGNAL) | (mayBeLost ? Int32(MSG_DONTWAIT) : 0)
        let frame = report.frame
        _ = unsafe frame.withUnsafeBytes { unsafe send(descriptor.raw, $0.baseAddress, $0.count, flags) }
    }
}

/// Why this process is no gate of maintenance.
enum ControlError: Error, Hashable, CustomStringConvertible {
    case overSSH
    case noChannel
    case forged
    case unreadable(String)
    case unordered

    /// What is wrong.
    var description: String {
        switch self {
        case .overSSH: "maintain is not for sessions over ssh"
        case .noChannel: "maintain is started by the coordinator only: descriptor 3 is no socket"
        case .forged: "maintain is started by the coordinator only: descriptor 3 is somebody else's"
        case .unreadable(let why): "the coordinator cannot be understood: \(why)"
        case .unordered: "the coordinator said nothing that makes sense"
        }
    }
}
