import Glibc
import HTTP2
import Linux
import Peer
import Testing

@testable import Contract
@testable import Gateway

/// Downloads whose bytes pass through pipes.
@Suite("Ducts")
struct DuctTests {
    @Test("Ranges of all sizes, aligned to nothing, come out of a session as they were stored", arguments: [1, 5])
    func ranges(atOnce: Int) throws {
        let session = try ShortSession { _ in }
        let pack = Blob(7, count: 5_000_001)
        #expect(try session.peer.store(pack).status == 200)
        let ranges: [Range<Int>] = [
            0..<5_000_001, 1..<40_000, 4095..<(4095 + 32 * 1024), 4097..<1_000_003, 131_071..<393_217,
            4_000_000..<5_000_001, 5_000_000..<5_000_001, 77..<(77 + 32 * 1024 - 1),
        ]
        for start in stride(from: 0, to: ranges.count, by: atOnce) {
            let some = ranges[start..<min(start + atOnce, ranges.count)]
            let asked = try some.map { range in
                try session.peer.start(
                    "GET", pack.path(), headers: [("range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")])
            }
            for (range, one) in zip(some, asked) {
                let answer = try session.peer.finish(one)
                #expect(answer.status == 206)
                #expect(answer.body == Array(pack.bytes[range]), "\(range)")
            }
        }
    }

    @Test("A reader that breaks off and one that goes on get nothing of each other")
    func brokenOff() throws {
        let session = try ShortSession { _ in }
        let pack = Blob(9, count: 3_000_000)
        #expect(try session.peer.store(pack).status == 200)
        for _ in 0..<40 {
            let first = try session.peer.start("GET", pack.path())
            try session.peer.wait(for: "some of the body") { first.bodyCount > 0 }
            try session.peer.cancel(first)
            #expect(try session.peer.ask("GET", pack.path()).body == pack.bytes)
        }
    }

    @Test("A session ends in order while much of a body has not gone out")
    func leftInTheMiddle() async throws {
        let session = try ShortSession { _ in }
        let pack = Blob(11, count: 9_000_000)
        #expect(try session.peer.store(pack).status == 200)
        let download = try session.peer.start("GET", pack.path())
        try session.peer.wait(for: "the first bytes") { download.bodyCount > 0 }
        session.peer.closeInput()
        #expect(await session.end() == .clientLeft)
    }

    @Test("A duct takes what fits, and serves again once all is on its way")
    func duct() throws {
        let scratch = try Scratch()
        let file = try Descriptor.at("\(scratch.path)/file", O_RDWR | O_CREAT, mode: 0o600)
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try file.write(all: bytes)
        let pipe = try Linux.Pipe()
        let pool = try #require(DuctPool(to: pipe.writing.raw))
        let duct = try #require(pool.take())
        try duct.fill { (end) throws(SystemCallError) in try file.splice(at: 1001, into: end, count: 299_000) }
        #expect(duct.count > 100_000)
        #expect(duct.count <= Duct.capacity)
        var got = [UInt8](repeating: 0, count: duct.count)
        #expect(unsafe read(duct.descriptor, &got, got.count) == got.count)
        #expect(got == Array(bytes[1001..<(1001 + duct.count)]))
        #expect(!duct.isSpent)
        duct.lend(duct.count)
        #expect(duct.isSpent)
        let other = try #require(pool.take())
        pool.giveBack(duct)
        #expect(pool.take() === duct)
        // Once nobody uses any, a session holds none.
        pool.giveBack(duct)
        pool.giveBack(other)
        let fresh = try #require(pool.take())
        #expect(fresh !== duct && fresh !== other)
    }

    @Test("What is no pipe gets copies")
    func noPipe() throws {
        let scratch = try Scratch()
        let file = try Descriptor.at("\(scratch.path)/file", O_RDWR | O_CREAT, mode: 0o600)
        #expect(DuctPool(to: file.raw) == nil)
    }
}
