import Glibc
import Policy
import Restic
import Testing
import Trail

@Suite("A row of the trail") struct RowTests {
    static let plain = Row(
        seq: 7, at: Moment(milliseconds: 1_800_000_000_123), session: 5,
        entry: Entry(
            client: "web1", key: "SHA256:abc", source: "10.0.0.1", repository: "web1", action: .save,
            object: "config", bytes: ByteCount(bytes: 155), outcome: .allowed))

    @Test("It is one line of JSON whose members have one fixed order")
    func format() {
        #expect(
            Self.plain.line
                == #"{"seq":7,"at":"2027-01-15T08:00:00.123Z","session":5,"client":"web1","key":"SHA256:abc","#
                + #""source":"10.0.0.1","repo":"web1","action":"save","object":"config","bytes":155,"#
                + #""outcome":"allowed","reason":""}"#)
    }

    @Test("Its detail comes last, and only where there is one")
    func detail() {
        var entry = Self.plain.entry
        entry.details = [Entry.Detail("row", 3), Entry.Detail("asked", "serve")]
        let row = Row(seq: 7, at: Self.plain.at, session: 5, entry: entry)
        #expect(row.line.hasSuffix(#""reason":"","detail":{"row":3,"asked":"serve"}}"#))
    }

    static let texts = [
        "", "plain", "quote \" and \\ backslash", "line\nbreak\r\ttab", "\u{0}\u{1}\u{1f}\u{7f}\u{80}\u{9b}31m",
        "\u{1b}[2J\u{1b}]0;title\u{7}", "é ü ß 漢字", "emoji 🏰", "\u{202e}right to left", "\u{2028}\u{feff}\u{fffd}",
        #"","outcome":"allowed"#, #"\u0041"#,
    ]

    @Test("Text of a client comes back as it was, and only printable ASCII reaches the line", arguments: texts.indices)
    func escaping(_ number: Int) throws {
        let text = Self.texts[number]
        let entry = Entry(
            client: text, key: text, source: text, repository: text, action: .request, object: text,
            outcome: .refused, reason: text, details: [Entry.Detail("asked", text), Entry.Detail("count", UInt64.max)])
        let row = Row(seq: 1, at: Moment(milliseconds: 0), session: 0, entry: entry)
        #expect(row.line.utf8.allSatisfy { (0x20...0x7e).contains($0) })
        #expect(try Row(line: row.line) == row)
    }

    static let others: [(String, String)] = [
        ("{\"seq\":7", "{\"seq\":07"), ("{\"seq\":7", "{ \"seq\":7"), ("\"seq\":7", "\"seq\":-7"),
        ("web1\",\"key", "web\\u0031\",\"key"), ("\"bytes\":155", "\"bytes\":1e2"), ("\"save\"", "\"steal\""),
        ("\"allowed\"", "\"perhaps\""), ("2027-01-15", "2027-13-15"), ("2027-01-15", "2027-02-30"),
        ("08:00", "24:00"), (".123Z", ".123z"), ("\"reason\":\"\"}", "\"reason\":\"\"} "),
        ("\"reason\":\"\"}", "\"reason\":\"\",\"detail\":{}}"), ("\"reason\":\"\"}", "\"reason\":\"\",\"more\":1}"),
        ("\"key\":\"SHA256:abc\",", ""), ("\"session\":5", "\"session\":18446744073709551616"),
        ("config", "\u{e9}"), ("config", "\\ud800"), ("\"reason\":\"\"}", "\"reason\":\"\""),
    ]

    @Test("A line that the ledger would not have written is no row", arguments: others)
    func strict(_ part: String, _ other: String) throws {
        let start = try #require(Self.plain.line.firstRange(of: part))
        let line = Self.plain.line.replacingCharacters(in: start, with: other)
        #expect(throws: LineError.self) { try Row(line: line) }
    }

    @Test("The words for actions and outcomes are API")
    func words() {
        #expect(
            Action.allCases.map(\.rawValue) == [
                "open", "close", "settle", "fold", "create", "save", "remove", "load", "list", "stat",
                "delete-repository", "request", "sweep", "maintenance-begin", "maintenance-end", "trash", "restore",
                "purge", "client-add", "client-change", "client-disable",
                "client-enable", "client-remove", "key-add", "key-revoke", "repo-add", "repo-change", "repo-remove",
                "repo-import", "policy-change", "secret-set", "secret-remove", "secret-rotate", "init", "audit-seal",
            ])
        #expect(Outcome.allCases.map(\.rawValue) == ["allowed", "refused", "failed", "lost"])
    }
}

extension String {
    /// This text with one part exchanged.
    func replacingCharacters(in range: Range<Index>, with other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}

@Suite("A moment") struct MomentTests {
    @Test("It is the calendar's that the C library has, for every day of two centuries")
    func calendar() {
        for day in 0..<Int64(73_100) {
            var seconds = time_t(day * 86_400 + day % 86_400)
            var parts = unsafe tm()
            unsafe gmtime_r(&seconds, &parts)
            let text = Moment(milliseconds: Int64(seconds) * 1000).description
            let fields = unsafe [
                parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
            ]
            let found = text.dropLast(5).split { "-T:".contains($0) }.compactMap { Int32($0) }
            #expect(found == fields)
            #expect(Moment(text)?.milliseconds == Int64(seconds) * 1000)
        }
    }

    @Test("Outside of the years that have four digits it stays at their ends")
    func ends() {
        #expect(Moment(milliseconds: -1).description == "1970-01-01T00:00:00.000Z")
        #expect(Moment(milliseconds: .max).description == "9999-12-31T23:59:59.999Z")
    }
}
