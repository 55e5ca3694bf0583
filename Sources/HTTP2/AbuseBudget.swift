/// Counts what an honest client does rarely or never, a connection. No clock: what counts is what it did in between.
struct AbuseBudget {
    private var broken = 0
    private var emptyFrames = 0
    private var settings = 0

    /// A request broke, or was not one.
    mutating func requestBroke() -> HTTP2Error? {
        broken += 1
        return broken > Abuse.brokenStreams ? .tooManyBrokenStreams : nil
    }

    /// A request was answered to its end, which makes up for one that broke.
    mutating func requestSucceeded() {
        broken = max(0, broken - 1)
    }

    /// A frame came that costs the peer little.
    mutating func received(_ frame: Frame) -> HTTP2Error? {
        switch frame.kind {
        case .data where frame.length == 0 && !frame.endsStream:
            emptyFrames += 1
            return emptyFrames > Abuse.emptyFrames ? .tooManyEmptyFrames : nil
        case .settings where !frame.isAck:
            settings += 1
            return settings > Abuse.settings ? .tooManySettings : nil
        case .data, .request, .response, .laterHeaders, .reset, .settings, .ping, .goaway, .other:
            return nil
        }
    }
}
