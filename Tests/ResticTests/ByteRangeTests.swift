import Restic
import Testing

@Suite("A range of bytes") struct ByteRangeTests {
    @Test("is read in its three forms")
    func forms() {
        #expect(ByteRange(header: "bytes=0-") == .from(0))
        #expect(ByteRange(header: "bytes=5-9") == .between(5, 9))
        #expect(ByteRange(header: "bytes=7-7") == .between(7, 7))
        #expect(ByteRange(header: "bytes=-3") == .last(3))
        #expect(ByteRange(header: "bytes=18446744073709551615-") == .from(.max))
    }

    @Test(
        "that is malformed, of another unit or one of several is ignored",
        arguments: [
            "", "bytes", "bytes=", "bytes=-", "bytes=a-", "bytes=-a", "bytes=1", "bytes=9-5", "bytes=+1-", "bytes=-+1",
            "bytes=--1", "bytes=1--2", "bytes=1-2-3", "bytes=1-2,4-5", "bytes=0-,-1", "bytes= 1-2", "bytes=1 -2",
            "bytes=1-2 ", "Bytes=1-2", "items=1-2", "bytes=18446744073709551616-", "bytes=0x1-", "bytes=1.0-",
            "bytes=\u{0661}-", "bytes=1\u{301}-", "bytes=1-\0", " bytes=1-",
            "bytes=0-" + "00000000000000000000000000"
                + "0000000000000000000000000000000000000000000000000",
        ])
    func malformed(header: String) {
        #expect(ByteRange(header: header) == nil)
    }

    @Test("is cut to the file, or lies outside of it")
    func resolve() {
        #expect(ByteRange.from(0).resolve(size: 10) == 0..<10)
        #expect(ByteRange.from(9).resolve(size: 10) == 9..<10)
        #expect(ByteRange.from(10).resolve(size: 10) == nil)
        #expect(ByteRange.from(.max).resolve(size: 10) == nil)
        #expect(ByteRange.between(2, 4).resolve(size: 10) == 2..<5)
        #expect(ByteRange.between(2, 9).resolve(size: 10) == 2..<10)
        #expect(ByteRange.between(2, .max).resolve(size: 10) == 2..<10)
        #expect(ByteRange.between(0, .max).resolve(size: .max) == 0..<UInt64.max)
        #expect(ByteRange.between(10, 12).resolve(size: 10) == nil)
        #expect(ByteRange.last(3).resolve(size: 10) == 7..<10)
        #expect(ByteRange.last(30).resolve(size: 10) == 0..<10)
        #expect(ByteRange.last(.max).resolve(size: 10) == 0..<10)
        #expect(ByteRange.last(0).resolve(size: 10) == nil)
        for range in [ByteRange.from(0), .between(0, 0), .last(1)] { #expect(range.resolve(size: 0) == nil) }
    }

    @Test("of any form never reaches outside of a file")
    func bounds() {
        let numbers: [UInt64] = [0, 1, 2, 4095, 4096, .max - 1, .max]
        for size in numbers {
            for first in numbers {
                for last in numbers where first <= last {
                    for range in [ByteRange.from(first), .between(first, last), .last(last)] {
                        guard let part = range.resolve(size: size) else { continue }
                        #expect(!part.isEmpty && part.upperBound <= size)
                    }
                }
            }
        }
    }
}
