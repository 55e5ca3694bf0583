import Policy
import Restic
import Testing

@Suite("Units of the policy") struct UnitTests {
    @Test(
        "A size is a number and its unit",
        arguments: [
            ("0B", 0), ("1B", 1), ("5KB", 5000), ("5KiB", 5120), ("5MB", 5_000_000), ("5MiB", 5_242_880),
            ("5GB", 5_000_000_000), ("5GiB", 5_368_709_120), ("5TB", 5_000_000_000_000), ("5TiB", 5_497_558_138_880),
            ("1.5TiB", 1_649_267_441_664), ("0.5KB", 500), ("0.125KiB", 128), ("1.25GB", 1_250_000_000),
            ("16777215TiB", 18_446_742_974_197_923_840), ("0.001KiB", 1), ("007MB", 7_000_000),
        ] as [(String, UInt64)])
    func size(text: String, bytes: UInt64) {
        #expect(ByteCount(size: text) == ByteCount(bytes: bytes))
    }

    @Test(
        "A size without a unit, or in any other form, is none",
        arguments: [
            "", "5", "GB", "5gb", "5Gb", "5 GB", " 5GB", "5GB ", "5G", "5GBB", "5PB", "-5GB", "+5GB", "5,5GB", "1.5B",
            "1.GB", ".5GB", "1.2.3GB", "1.2345GB", "1e3GB", "0x5GB", "16777216TiB", "18446744073709551616B",
            "999999999999999999999GB", "\u{0665}GB", "5\u{212a}B", "5GB\0",
        ])
    func notSize(text: String) {
        #expect(ByteCount(size: text) == nil)
    }

    @Test("A size is written so that it is read back exactly")
    func writtenSize() {
        #expect(ByteCount.gibibytes(5).size == "5GiB")
        #expect(ByteCount(bytes: 1_500_000_000).size == "1500MB")
        #expect(ByteCount.zero.size == "0B")
        for shift in 0..<60 {
            for offset: UInt64 in [0, 1, 999, 1000] {
                let amount = ByteCount(bytes: 1 << UInt64(shift) + offset)
                #expect(ByteCount(size: amount.size) == amount)
            }
        }
    }

    @Test(
        "A duration is a whole number and its unit",
        arguments: [("0s", 0), ("90s", 90), ("30m", 1800), ("24h", 86400), ("14d", 1_209_600), ("2w", 1_209_600)])
    func span(text: String, seconds: Int) {
        #expect(Duration(span: text) == .seconds(seconds))
    }

    @Test(
        "A duration in any other form is none",
        arguments: [
            "", "14", "d", "-1d", "+1d", "1.5d", "1y", "1mo", "1D", "1 d", "1h30m", "36501d", "99999999999d",
            "\u{0661}d",
            "1d\u{301}",
        ])
    func notSpan(text: String) {
        #expect(Duration(span: text) == nil)
    }

    @Test("A duration is written so that it is read back exactly")
    func writtenSpan() {
        #expect(Duration.seconds(14 * 86400).span == "2w")
        #expect(Duration.seconds(36 * 3600).span == "36h")
        #expect(Duration.seconds(0).span == "0s")
        #expect(Duration.milliseconds(2500).span == "2s")
        for seconds in [1, 59, 60, 61, 3600, 86399, 86400, 604_800, 604_801, 36_500 * 86400] {
            #expect(Duration(span: Duration.seconds(seconds).span) == .seconds(seconds))
        }
    }
}
