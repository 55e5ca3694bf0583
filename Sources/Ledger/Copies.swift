internal import CLinux
internal import Glibc
internal import Linux
internal import Trail

/// Copies of rows at syslog, and from there off the machine where the admin's syslog takes them.
///
/// The ledger waits for nobody there: what a full or missing syslog does not take at once is lost, counted, and the count
/// is told once there is somebody to hear it. A row is copied only after it is on the disk.
final class Copies {
    private let path: String
    private let socket: Descriptor
    private let writer: CopyWriter
    private let say: (String) -> Void
    private var waiting: [Row] = []
    private var lost: UInt64 = 0

    /// Makes the socket, which a confined process could not.
    ///
    /// - Parameters:
    ///   - path: where syslog listens; nobody needs to be there.
    ///   - say: takes a line for the log.
    /// - Throws: ``Trouble`` where there is no socket left.
    init(to path: String, say: @escaping (String) -> Void) throws(Trouble) {
        self.path = path
        self.say = say
        writer = try Trouble.trail { () throws(TrailError) in try CopyWriter() }
        socket = try Trouble.system("a socket for syslog") { () throws(SystemCallError) in
            Descriptor(owning: try retrying("socket") { clinux_unix_datagram_socket() })
        }
    }

    /// Remembers a row that is being written.
    func add(_ row: Row) {
        if CopyWriter.severity(of: row) != nil { waiting.append(row) }
    }

    /// The rows are not written after all.
    func forget() { waiting = [] }

    /// The rows are on the disk.
    func send() {
        defer { waiting = [] }
        for row in waiting {
            if lost > 0, send(writer.lost(lost, before: row)) {
                say("syslog takes copies again, \(lost) are missing")
                lost = 0
            }
            if lost > 0 || !send(writer.copy(of: row)) { lost += 1 }
        }
    }

    private func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let sent = unsafe bytes.withUnsafeBytes { buffer in
            unsafe clinux_unix_send_to(socket.raw, path, buffer.baseAddress, buffer.count)
        }
        // The first only: who reads the log shall find it, and not be flooded.
        if sent < 0, lost == 0 { say("syslog takes no copies: \(SystemCallError("sendto", errno))") }
        return sent >= 0
    }
}
