import Foundation
import Synchronization
import Testing

@testable import Coordination

@Suite("Progress") struct ProgressTests {
    private func told(isTerminal: Bool, _ total: UInt64?, steps: Int, milliseconds: Int64) -> (
        drawn: [String], said: [String]
    ) {
        let drawn = Mutex<[String]>([])
        let said = Mutex<[String]>([])
        let world = World(
            print: { _ in }, say: { line in said.withLock { $0.append(line) } }, input: { _ in nil },
            secret: { _, _ in throw CancellationError() }, actor: "alice",
            executable: "/x", now: { 0 }, isTerminal: isTerminal, draw: { text in drawn.withLock { $0.append(text) } })
        var time: Int64 = 0
        let progress = Progress("counting objects", of: total, in: world, now: { time })
        for _ in 0..<steps {
            time += milliseconds
            progress.advance()
        }
        progress.finish()
        return (drawn.withLock { $0 }, said.withLock { $0 })
    }

    @Test("What takes less than a second tells nothing")
    func quick() {
        let told = told(isTerminal: true, 3, steps: 3, milliseconds: 300)
        #expect(told.drawn.isEmpty && told.said.isEmpty)
    }

    @Test("is a bar on a terminal, gone at the end")
    func bar() {
        let told = told(isTerminal: true, 4, steps: 4, milliseconds: 600)
        #expect(told.said.isEmpty)
        #expect(told.drawn.first == "\r\u{1b}[K[###############...............] counting objects: 2 of 4 (50 %)")
        #expect(told.drawn.last == "\r\u{1b}[K")
    }

    @Test("is a line now and then elsewhere, and one at the end")
    func lines() {
        let told = told(isTerminal: false, nil, steps: 30, milliseconds: 1000)
        #expect(told.drawn.isEmpty)
        #expect(told.said.first == "postern: counting objects: 1" && told.said.last == "postern: counting objects: 30")
        #expect(told.said.count == 4)
    }
}
