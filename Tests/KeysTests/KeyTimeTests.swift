import Foundation
import Keys
import Testing

@Suite("A moment") struct KeyTimeTests {
    @Test(
        "is what Foundation's calendar says",
        arguments: [
            "1970-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "2000-02-29T12:00:00Z", "2026-11-21T08:30:05Z",
            "2028-02-29T00:00:00Z", "2100-02-28T23:59:59Z", "2100-03-01T00:00:00Z", "9999-12-31T23:59:59Z",
        ])
    func calendar(text: String) throws {
        let time = try KeyTime(text)
        let date = try Date(text, strategy: .iso8601)
        #expect(time.secondsSinceEpoch == Int64(date.timeIntervalSince1970))
        #expect(time.description == text)
    }

    @Test("is what Foundation's calendar says, on each day for a hundred years")
    func eachDay() throws {
        for day in 0..<36_525 as Range<Int64> {
            let time = try KeyTime(secondsSinceEpoch: day * 86_400 + 12_345)
            #expect(time.description == Date(timeIntervalSince1970: Double(day * 86_400 + 12_345)).ISO8601Format())
            #expect(try KeyTime(time.description) == time)
        }
    }

    @Test("without a time of day is the beginning of the day in UTC")
    func dateOnly() throws {
        #expect(try KeyTime("2026-12-01").description == "2026-12-01T00:00:00Z")
        #expect(try KeyTime("2026-12-01") < KeyTime("2026-12-01T00:00:01Z"))
    }

    @Test(
        "in any other form, or that no calendar shows, is refused",
        arguments: [
            "", "2026", "2026-1-1", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32", "2026-02-29", "2100-02-29",
            "2026-04-31", "1969-12-31", "2026-12-01T24:00:00Z", "2026-12-01T23:60:00Z", "2026-12-01T23:59:60Z",
            "2026-12-01T08:30Z", "2026-12-01T08:30:00", "2026-12-01 08:30:00Z", "2026-12-01T08:30:00+01:00",
            " 2026-12-01", "2026-12-01 ", "+026-12-01", "２026-12-0", "20261201", "always",
        ])
    func refused(text: String) {
        #expect(throws: KeyError.self) { try KeyTime(text) }
    }

    @Test("before 1970 or after 9999 is refused", arguments: [-1, 253_402_300_800, .max, .min] as [Int64])
    func range(seconds: Int64) {
        #expect(throws: KeyError.badTime("\(seconds)")) { try KeyTime(secondsSinceEpoch: seconds) }
    }
}
