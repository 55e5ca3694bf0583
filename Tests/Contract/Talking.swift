internal import HTTP2
internal import Peer

/// The words that the cases speak in.
extension Peer {
    /// Stores an object in one go.
    func store(_ blob: Blob, as kind: String = "data") throws(PeerError) -> Answer {
        try ask("POST", blob.path(kind), body: blob.bytes)
    }

    /// The status of an answer; `nil` where the stream was reset without one.
    func status(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8]? = nil,
        length: Length = .right
    ) throws(PeerError) -> Int? {
        do throws(PeerError) {
            return try ask(method, path, headers: headers, body: body, length: length).status
        } catch {
            if case .reset = error { return nil }
            throw error
        }
    }

    /// Hangs up, and waits for the end of the program.
    @discardableResult
    func hangUp() throws(PeerError) -> ExitStatus {
        closeInput()
        return try wait()
    }

    /// Sends the first part of an upload, and returns once that has left; the rest never comes.
    func beginUpload(_ blob: Blob, as kind: String = "data", sending count: Int) throws(PeerError) -> Exchange {
        let source = HaltingBody(Array(blob.bytes.prefix(count)))
        let length = ("content-length", String(blob.bytes.count))
        let exchange = try start("POST", blob.path(kind), headers: [length], source: source)
        try wait(for: "the upload's first part to be sent") { source.isSent && !session.wantsWrite }
        return exchange
    }

    /// The most memory that the program ever had, in bytes. Source: proc(5), `VmHWM`.
    func peakMemory() throws -> Int {
        guard let id = processID else { throw Breach("no process") }
        return try Memory.peak(of: id)
    }
}

/// A body that stops in the middle and stays there.
final class HaltingBody: BodySource {
    private let bytes: [UInt8]
    private var taken = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isSent: Bool { taken == bytes.count }

    var ready: BodyState { isSent ? .later : .bytes(bytes.count - taken, last: false) }

    func take(into buffer: UnsafeMutableRawBufferPointer) {
        unsafe buffer.copyBytes(from: bytes[taken..<taken + buffer.count])
        taken += buffer.count
    }
}

/// Makes sure of an answer's status.
func expect(_ answer: Answer, _ status: Int, _ what: @autoclosure () -> String) throws {
    try expect(answer.status, is: status, what())
}

/// Makes sure that a status is one of a failure: 5xx, which never means absent.
func expectFailure(_ status: Int?, _ what: @autoclosure () -> String) throws {
    guard let status, (500...599).contains(status) else {
        throw Breach("\(what()): \(status.map { String($0) } ?? "a reset stream") instead of 5xx")
    }
}
