import Retention
import Testing

@Suite("The time of a snapshot") struct InstantTests {
    @Test("Go's way of writing a time is read")
    func read() {
        let times: [(String, Int64, Int)] = [
            ("1970-01-01T00:00:00Z", 0, 0), ("2026-06-15T14:00:00.123456789+02:00", 1_781_524_800, 123_456_789),
            ("2026-06-15T09:30:00.5-02:30", 1_781_524_800, 500_000_000), ("1969-12-31T23:59:59Z", -1, 0),
            ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
        ]
        for (text, seconds, nanoseconds) in times {
            #expect(Instant(text) == Instant(seconds: seconds, nanoseconds: nanoseconds))
        }
    }

    @Test(
        "Anything else is not",
        arguments: [
            "", "2026-06-15", "2026-06-15T14:00:00", "2026-06-15T14:00:00z", "2026-06-15 14:00:00Z",
            "2026-02-30T14:00:00Z", "2026-06-15T24:00:00Z", "2026-06-15T14:00:00.Z", "2026-06-15T14:00:00.1234567890Z",
            "2026-06-15T14:00:00+24:00", "2026-06-15T14:00:00+02:00x", "2026-13-15T14:00:00Z",
            "2026-06-15T14:00:0\u{661}Z",
        ])
    func refused(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test("Milliseconds of the trail become the same moment")
    func milliseconds() {
        #expect(Instant(milliseconds: 1_781_524_800_123) == Instant("2026-06-15T12:00:00.123Z"))
        #expect(Instant(milliseconds: -1) == Instant("1969-12-31T23:59:59.999Z"))
        #expect(Instant(milliseconds: 1) < Instant(milliseconds: 2))
    }
}
