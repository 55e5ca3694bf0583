/// One upload on the workers' side: begin, write chunk by chunk, finish. There is one job of an upload at a time.
protocol Intake: AnyObject, Sendable {
    /// Whether the object is new, once it was answered with 200.
    var isNew: Bool { get }

    /// Makes room.
    func begin() -> JobResult
    /// Takes a chunk.
    func write(_ chunk: Chunk) -> JobResult
    /// Checks the whole, and gives the object its name.
    func finish() -> JobResult
    /// Gives the upload up.
    func abandon()
}
