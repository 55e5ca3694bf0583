internal import CLinux
internal import Glibc
internal import HTTP2
internal import Linux

/// Where our bytes go out, without ever waiting for the client.
///
/// Parts of objects come in pipes, and between them lie the heads of their frames. They are put together in a pipe of our
/// own, where nobody else holds the lock, and go on to the client's pipe many at a time.
final class Outlet {
    /// The descriptor.
    let output: Int32
    private var assembly: Assembly?
    private var cannotAssemble = false
    /// Bytes that were put together and did not go out yet.
    private var assembled = 0
    /// Whether the client has to read before more goes out.
    private(set) var isBlocked = false
    /// Whether the client reads no more.
    private(set) var isBroken = false

    /// Writes to a descriptor that does not block.
    init(_ output: Int32) {
        self.output = output
    }

    /// Whether something is left that was taken.
    var hasRest: Bool { assembled > 0 }

    /// Notes that there may be room again.
    func unblock() { isBlocked = false }

    /// Takes some of `outgoing`.
    ///
    /// - Returns: how many bytes, or `nil` where there is no room.
    func take(_ outgoing: Outgoing) -> Int? {
        while !isBlocked, !isBroken {
            let target = assembling(outgoing)
            let count = Self.put(outgoing, into: target ?? output)
            if count >= 0 {
                if target != nil { assembled += count }
                return count
            }
            switch (errno, target) {
            case (EINTR, _): continue
            case (EAGAIN, .some) where assembled > 0: flush()
            case (EAGAIN, nil): isBlocked = true
            default: isBroken = true
            }
        }
        return nil
    }

    /// Sends on what was put together.
    func flush() {
        guard let assembly else { return }
        while assembled > 0, !isBlocked, !isBroken {
            let count = clinux_splice(assembly.pipe.reading.raw, nil, output, assembled, 1)
            if count > 0 {
                assembled -= count
            } else if errno == EAGAIN {
                isBlocked = true
            } else if errno != EINTR {
                isBroken = true
            }
        }
    }

    /// The pipe that `outgoing` goes into first: nothing may overtake what lies there, and the head of a frame shall not
    /// wake the client before the frame itself is there.
    private func assembling(_ outgoing: Outgoing) -> Int32? {
        if case .pipe = outgoing, assembly == nil, !cannotAssemble {
            assembly = Assembly()
            cannotAssemble = assembly == nil
        }
        return assembly?.pipe.writing.raw
    }

    private static func put(_ outgoing: Outgoing, into descriptor: Int32) -> Int {
        switch outgoing {
        case .memory(let vectors): return unsafe writev(descriptor, vectors.baseAddress, Int32(vectors.count))
        case .pipe(let source, let count): return clinux_splice(source, nil, descriptor, count, 1)
        }
    }
}

/// The pipe in which frames are put together.
private final class Assembly {
    /// Bytes that it holds: a frame takes six pages of it, one for its head and five for what follows.
    private static let capacity: Int32 = 512 * 1024

    let pipe: Pipe

    /// Makes the pipe; `nil` where there is none to be had.
    init?() {
        guard let pipe = try? Pipe(), (try? pipe.writing.enlargePipe(bytes: Self.capacity)) != nil,
            (try? pipe.writing.setNonblocking(true)) != nil
        else { return nil }
        self.pipe = pipe
    }
}
