import Policy
import Restic
import Testing
import Trail

@Suite("A line of the trail") struct LineTests {
    static let row = Row(
        seq: 70, at: Moment(milliseconds: 1_800_000_000_123), session: 50,
        entry: Entry(
            client: "web1", key: "SHA256:abc", source: "10.0.0.1", repository: "main:é/\u{1b}[2J", action: .save,
            object: "data/\(String(repeating: "ab", count: 32))", bytes: ByteCount(bytes: 1550), outcome: .failed,
            reason: #"a "quoted" \ reason"#,
            details: [Entry.Detail("row", 12), Entry.Detail("asked", "serve \u{1F3F0}\n"), Entry.Detail("empty", "")]))

    @Test("that is read is the one that the row would be written as, whichever byte of it is changed")
    func canonical() throws {
        let line = Array(Self.row.line.utf8)
        #expect(try Row(line: line) == Self.row)
        var (read, refused) = (0, 0)
        for place in line.indices {
            for byte in (0x1f...0x7f).map({ UInt8($0) }) {
                var other = line
                other[place] = byte
                guard let row = try? Row(line: other) else {
                    refused += 1
                    continue
                }
                read += 1
                #expect(Array(row.line.utf8) == other)
            }
        }
        #expect(read > 10_000 && refused > 10_000)
    }

    @Test("that has a byte more or less is read only as what would be written again")
    func lengths() throws {
        let line = Array(Self.row.line.utf8)
        for place in line.indices {
            var shorter = line
            shorter.remove(at: place)
            if let row = try? Row(line: shorter) { #expect(Array(row.line.utf8) == shorter) }
            for byte in #"0a"\,:{}u "#.utf8 {
                var longer = line
                longer.insert(byte, at: place)
                if let row = try? Row(line: longer) { #expect(Array(row.line.utf8) == longer) }
            }
            #expect(throws: LineError.self) { try Row(line: Array(line[..<place])) }
        }
    }
}
