internal import Restic
internal import Store

/// What a job on a worker came to.
enum JobResult: Sendable {
    /// The answer to the request; it has no body.
    case answer(Answer)
    /// An upload may go on: its next chunk can be written.
    case ready
    /// A body begins with this portion.
    case body(Answer, Portion, last: Bool)
    /// The next portion of a body.
    case more(Portion, last: Bool)
    /// Maintenance goes on: the same job is to be done again in a while.
    case held
    /// The rest of a body cannot be had.
    case broken(Trouble)
}
