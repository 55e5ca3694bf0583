internal import Glibc
internal import Linux

/// `postern-gate relay`: what the gateway's own restic starts in place of a gate, within the same bounds. The gate itself
/// the coordinator has started; this carries bytes there and back.
enum RelayProgram {
    // As Maintenance.ResticOrder numbers them.
    private static let toGate: Int32 = 6
    private static let fromGate: Int32 = 7

    /// Runs until the gate hangs up.
    ///
    /// - Returns: the exit status.
    static func run() -> Int32 {
        guard [toGate, fromGate].allSatisfy({ fcntl($0, F_GETFD) >= 0 }) else {
            StandardError.say(
                "postern-gate: error: relay is started by maintenance's restic only",
                "postern-gate: hint: postern --help lists what there is")
            return 64
        }
        do throws(SystemCallError) {
            try Worker.start { copy(0, to: toGate) }
        } catch {
            StandardError.say("postern-gate: error: \(error)", "postern-gate: hint: give the command again")
            return 1
        }
        copy(fromGate, to: 1)
        return 0
    }

    /// Copies until there is no more, or nobody takes it; then `to` is closed, so that the other side knows.
    private static func copy(_ from: Int32, to: Int32) {
        let input = Descriptor(owning: from)
        let output = Descriptor(owning: to)
        var chunk = [UInt8](repeating: 0, count: 256 * 1024)
        unsafe chunk.withUnsafeMutableBytes { buffer in
            while let count = unsafe try? input.read(into: buffer), count > 0 {
                let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
                guard (try? unsafe output.write(all: bytes)) != nil else { return }
            }
        }
    }
}
