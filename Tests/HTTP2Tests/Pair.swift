import Glibc
import HTTP2

/// A client and a server that are wired to each other in memory.
final class Pair {
    let recorder = Recorder()
    let server: ServerSession
    let client: ClientSession

    init(_ limits: SessionLimits = SessionLimits(), client settings: ClientSettings = ClientSettings()) throws {
        server = try ServerSession(limits: limits, events: recorder)
        client = try ClientSession(settings)
        recorder.session = server
    }

    /// Lets bytes flow in both directions, at most `piece` at a time, until neither end has anything to say.
    func talk(inPiecesOf piece: Int = .max) throws {
        while client.wantsWrite || server.wantsWrite {
            try unsafe client.send { bytes in try unsafe server.receive(bytes, atMost: piece) }
            try server.send { outgoing in
                switch outgoing {
                case .memory:
                    try unsafe outgoing.pieces.first.flatMap { try unsafe client.receive($0, atMost: piece) }
                case .pipe(let descriptor, let count):
                    try client.receive(from: descriptor, atMost: min(count, piece))
                }
            }
        }
    }
}

extension ServerSession {
    fileprivate func receive(_ bytes: UnsafeRawBufferPointer, atMost piece: Int) throws -> Int? {
        let part = unsafe UnsafeRawBufferPointer(rebasing: bytes.prefix(piece))
        try unsafe receive(part)
        return part.count
    }
}

extension ClientSession {
    fileprivate func receive(_ bytes: UnsafeRawBufferPointer, atMost piece: Int) throws -> Int? {
        let part = unsafe UnsafeRawBufferPointer(rebasing: bytes.prefix(piece))
        try unsafe receive(part)
        return part.count
    }

    fileprivate func receive(from pipe: Int32, atMost count: Int) throws -> Int? {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = unsafe read(pipe, &bytes, count)
        return try unsafe bytes.withUnsafeBytes { try unsafe receive($0, atMost: got) }
    }
}

/// Bytes that no accident produces.
func pattern(_ count: Int, seed: Int = 1) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: ($0 &* 31 &+ seed) ^ ($0 >> 8)) }
}
