internal import HTTP2
internal import Linux

/// One request on its way, on the loop's side.
protocol Exchange: AnyObject {
    /// Its stream.
    var stream: StreamID { get }
    /// Whether a job of it is with the workers.
    var isBusy: Bool { get }
    /// Whether a worker still has an upload that the client broke off.
    var isGivingUp: Bool { get }
    /// Bytes of a body that wait for more to come before a worker gets them.
    var rest: Int { get }

    /// Sends the first job.
    func start()
    /// Takes a piece of the request's body.
    func body(_ bytes: UnsafeRawBufferPointer)
    /// The request's body is complete.
    func bodyEnded()
    /// Sends bytes to a worker that would otherwise wait for more.
    func flush()
    /// A job has come back.
    func completed(_ result: JobResult)
    /// The client is gone, or broke it off.
    func abandon()
    /// Asks again for what was held, where it is time to.
    func retry(now: Instant)
    /// Whether it was held for longer than `limit`.
    func isHeld(now: Instant, after limit: Duration) -> Bool
    /// Whether it has waited for the client for longer than it may.
    func isStalled(now: Instant, _ limits: TimeLimits) -> Bool
}

extension Exchange {
    var rest: Int { 0 }
    var isGivingUp: Bool { false }
    func bodyEnded() {}
    func flush() {}
    func retry(now: Instant) {}
    func isHeld(now: Instant, after limit: Duration) -> Bool { false }
    func isStalled(now: Instant, _ limits: TimeLimits) -> Bool { false }
}
