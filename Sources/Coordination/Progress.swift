internal import Glibc

/// Tells how far something is that takes longer than a second: a bar on a terminal, a line now and then elsewhere.
/// One thread uses it.
final class Progress {
    /// Milliseconds before anything is told.
    private static let patience: Int64 = 1000
    /// Milliseconds between two lines, and between two states of the bar.
    private static let pause: (lines: Int64, bar: Int64) = (10_000, 100)
    private static let width = 30

    private let what: String
    private let total: UInt64?
    private let world: World
    private let now: () -> Int64
    private let started: Int64
    private var last: Int64?
    private var done: UInt64 = 0

    /// Begins.
    ///
    /// - Parameters:
    ///   - what: what is done, and with what: `counting objects`.
    ///   - total: how many there are; `nil`: nobody knows.
    ///   - world: where to tell it.
    ///   - now: milliseconds of a clock that nobody sets.
    init(_ what: String, of total: UInt64? = nil, in world: World, now: @escaping () -> Int64 = Progress.monotonic) {
        (self.what, self.total, self.world, self.now) = (what, total, world, now)
        started = now()
    }

    /// So many more are done.
    func advance(by count: UInt64 = 1) {
        done &+= count
        show(world.isTerminal ? bar : line)
    }

    /// Tells how far it is in words of its own, if it is time to.
    func show(_ words: @autoclosure () -> String) {
        let moment = now()
        guard moment - (last ?? started) >= (last == nil ? Self.patience : pause) else { return }
        last = moment
        if world.isTerminal { world.draw("\r\u{1b}[K" + words()) } else { world.say("postern: " + words()) }
    }

    /// All is done: what was told of it ends.
    func finish() {
        guard last != nil else { return }
        if world.isTerminal { world.draw("\r\u{1b}[K") } else if done > 0 { world.say("postern: " + line) }
        last = nil
    }

    private var pause: Int64 { world.isTerminal ? Self.pause.bar : Self.pause.lines }

    private var line: String {
        guard let total, total > 0 else { return "\(what): \(done)" }
        return "\(what): \(done) of \(total) (\(percent(total)) %)"
    }

    private var bar: String {
        guard let total, total > 0 else { return line }
        let filled = Int(percent(total)) * Self.width / 100
        let cells = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
        return "[\(cells)] \(line)"
    }

    private func percent(_ total: UInt64) -> UInt64 { min(done, total) * 100 / total }

    /// Milliseconds of the monotonic clock.
    static func monotonic() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
