import Foundation
import Policy
import PolicyFile
import Testing

@Suite("Hostile text in a policy") struct HostileTextTests {
    /// Whether the bytes as a client's file are taken; anything but an error or a client would end the test.
    private func isTaken(_ bytes: Data) throws -> Bool {
        let policy = try ScratchPolicy(PolicyVector.base)
        try policy.write("clients.d/web1.toml", bytes)
        do {
            return try policy.folder.gate(for: #require(Name("web1"))) != nil
        } catch is PolicyFileError {
            return false
        }
    }

    @Test("Keys and values that nest without end are refused, and do not exhaust the stack")
    func depth() throws {
        let half = 500_000
        for text in [
            String(repeating: "a.", count: half) + "a = 1",
            "[" + String(repeating: "a.", count: half) + "a]",
            "[[" + String(repeating: "a.", count: half) + "a]]",
            "x = {" + String(repeating: "a.", count: half) + "a = 1}",
            "x = " + String(repeating: "[", count: half) + String(repeating: "]", count: half),
            "x = " + String(repeating: "{a=", count: half / 2),
            String(repeating: "\"\".", count: half / 2) + "a = 1",
        ] {
            #expect(try !isTaken(Data(text.utf8)))
        }
    }

    @Test("Bytes that are no UTF-8, NUL bytes and stray control characters are refused")
    func bytes() throws {
        for bytes: [UInt8] in [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0], [0x1b], [0xef, 0xbb]] {
            #expect(try !isTaken(Data(Array("hosts = [\"".utf8) + bytes + Array("\"]\n".utf8))))
        }
    }

    @Test("A byte-order mark, CRLF and no last line feed are taken")
    func windows() throws {
        #expect(try isTaken(Data([0xef, 0xbb, 0xbf] + Array("create = true\r\nsessions = 3".utf8))))
    }

    @Test("Any damage to a file is an error or another policy, never a crash", arguments: 0..<20)
    func damage(seed: UInt64) throws {
        var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
        var bytes = Array(
            "repos = [\"web1\"]\nfrom = ['10.0.0.0/8']\n# x\nhosts = [\"\"\"a\\\n b\"\"\"]\nexpires = 2027-01-31\n".utf8
        )
        for _ in 0..<8 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            bytes[Int(state % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: state >> 32)
        }
        _ = try isTaken(Data(bytes))
    }
}
