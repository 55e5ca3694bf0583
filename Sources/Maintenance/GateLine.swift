internal import Glibc
internal import LedgerWire
internal import Linux

/// The coordinator's end of descriptor 3 of a gate of maintenance: orders go out, reports come in, and neither blocks.
final class GateLine {
    let descriptor: Descriptor
    private var input = FrameBuffer()
    private var output: [UInt8] = []
    private var sent = 0
    /// Whether the gate, and all who hold its end, are gone.
    private(set) var isOver = false

    /// Takes our end of a pair.
    init(_ descriptor: consuming Descriptor) throws(MaintenanceError) {
        self.descriptor = descriptor
        do throws(SystemCallError) {
            try self.descriptor.setNonblocking(true)
        } catch {
            throw .system(error)
        }
    }

    /// What poll(2) shall look for.
    var events: Int16 { Int16(sent < output.count ? POLLIN | POLLOUT : POLLIN) }

    /// Queues an order.
    func order(_ message: MandateMessage) {
        for frame in message.frames { output += frame }
    }

    /// Sends what fits, takes what came.
    ///
    /// - Throws: ``MaintenanceError`` where the gate speaks nonsense.
    func exchange() throws(MaintenanceError) -> [GateReport] {
        send()
        receive()
        var reports: [GateReport] = []
        do throws(WireError) {
            while let frame = try input.next() { reports.append(try GateReport(frame)) }
        } catch {
            throw .gate("it cannot be understood: \(error)")
        }
        return reports
    }

    /// Says that no order follows.
    func hangUp() { shutdown(descriptor.raw, Int32(SHUT_WR)) }

    private func send() {
        while sent < output.count, !isOver {
            let count = unsafe output[sent...].withUnsafeBytes { bytes in
                unsafe Glibc.send(descriptor.raw, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return }
            guard count > 0 else { return isOver = true }
            sent += count
        }
        if sent == output.count { (output, sent) = ([], 0) }
    }

    private func receive() {
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while !isOver {
            let count = unsafe recv(descriptor.raw, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return }
            guard count > 0 else { return isOver = true }
            input.append(chunk[..<count])
        }
    }
}
