import Foundation
import Restic
import Testing

@Suite("A key file") struct KeyFileTests {
    /// The members as restic writes them, to be changed one by one.
    private static let members: [(name: String, value: String)] = [
        ("created", "\"2026-01-31T10:00:00.123456789+01:00\""), ("username", "\"root\""), ("hostname", "\"web1\""),
        ("kdf", "\"scrypt\""), ("N", "32768"), ("r", "8"), ("p", "5"),
        ("salt", "\"" + String(repeating: "AbC/", count: 21) + "Zw==\""),
        ("data", "\"" + String(repeating: "x+9/", count: 64) + "\""),
    ]

    private func file(_ members: [(name: String, value: String)] = members) -> String {
        "{" + members.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    private func file(_ name: String, _ value: String) -> String {
        file(Self.members.map { $0.name == name ? (name, value) : $0 })
    }

    private func isWellFormed(_ text: String) -> Bool { KeyFile.isWellFormed(Array(text.utf8)) }

    @Test("of the real restic is well-formed")
    func real() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "postern-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let restic = Process()
        restic.executableURL = URL(filePath: "/usr/bin/env")
        restic.arguments = ["restic", "--no-cache", "-r", folder.path, "init"]
        restic.environment = ProcessInfo.processInfo.environment.merging(["RESTIC_PASSWORD": "x"]) { $1 }
        restic.standardOutput = FileHandle.nullDevice
        try restic.run()
        restic.waitUntilExit()
        #expect(restic.terminationStatus == 0)
        let keys = try FileManager.default.contentsOfDirectory(
            at: folder.appending(path: "keys"), includingPropertiesForKeys: nil)
        #expect(keys.count == 1)
        for key in keys { #expect(try KeyFile.isWellFormed(Data(contentsOf: key))) }
    }

    @Test("of the right form is well-formed, with space between its parts and in any order")
    func form() {
        #expect(isWellFormed(file()))
        #expect(isWellFormed(file(Self.members.reversed())))
        #expect(isWellFormed(file().replacingOccurrences(of: ",", with: " ,\n\t")))
        #expect(
            isWellFormed(
                " "
                    + file().replacingOccurrences(of: ":", with: " : ").replacingOccurrences(
                        of: "10 : 00 : 00.123456789+01 : 00", with: "10:00:00Z") + "\n"))
        #expect(isWellFormed(file("username", "\"\"")))
        #expect(isWellFormed(file("hostname", "\"\\u00e9\\ud83d\\n\\\"\\\\\\/\u{e9}\"")))
        #expect(isWellFormed(file("N", "1024")))
    }

    @Test("without one of its members, with one twice or with one more is not")
    func members() {
        for index in Self.members.indices {
            var others = Self.members
            let member = others.remove(at: index)
            #expect(!isWellFormed(file(others)))
            #expect(!isWellFormed(file(Self.members + [member])))
            #expect(!isWellFormed(file(others + [(member.name.capitalized + "x", member.value)])))
        }
        #expect(!isWellFormed(file(Self.members + [("more", "1")])))
        #expect(!isWellFormed(file(Self.members + [("\\u004e", "1024")])))
    }

    @Test(
        "with a member of another form is not",
        arguments: [
            ("created", "\"\""), ("created", "\"yesterday\""), ("created", "5"), ("created", "null"),
            ("created", "\"2026-01-31T10:00:00\""), ("created", "\"2026-01-31 10:00:00Z\""),
            ("created", "\"2026-13-01T10:00:00Z\""), ("created", "\"2026-02-29T10:00:00Z\""),
            ("created", "\"2026-00-10T10:00:00Z\""), ("created", "\"2026-01-00T10:00:00Z\""),
            ("created", "\"2026-01-31T24:00:00Z\""), ("created", "\"2026-01-31T10:60:00Z\""),
            ("created", "\"2026-01-31T10:00:60Z\""), ("created", "\"2026-01-31T10:00:00.Z\""),
            ("created", "\"2026-01-31T10:00:00.1234567890Z\""), ("created", "\"2026-01-31T10:00:00z\""),
            ("created", "\"2026-01-31T10:00:00+24:00\""), ("created", "\"2026-01-31T10:00:00+1:00\""),
            ("created", "\"2026-01-31T10:00:00+01:60\""), ("created", "\"2026-01-31T10:00:00Zx\""),
            ("created", "\"2o26-01-31T10:00:00Z\""),
            ("username", "1"), ("hostname", "null"), ("hostname", "{}"), ("hostname", "[\"a\"]"),
            ("username", "\"a\nb\""),
            ("username", "\"a"), ("username", "\"\\x\""), ("username", "\"\\u12\""), ("username", "\"\\u+123\""),
            ("username", "\"\\"), ("username", "\"\\u"),
            ("kdf", "\"Scrypt\""), ("kdf", "\"argon2\""), ("kdf", "1"),
            ("N", "\"32768\""), ("N", "32767"), ("N", "512"), ("N", "0"), ("N", "-32768"), ("N", "032768"),
            ("N", "32768.0"), ("N", "3e4"), ("N", "8388608"), ("N", "9999999999999999999999"), ("N", "+32768"),
            ("N", ""), ("N", "true"), ("r", "0"), ("r", "65"), ("p", "0"), ("p", "257"),
            ("salt", "\"\""), ("salt", "\"AAAA\""), ("salt", "5"), ("data", "\"AAAA\""), ("data", "\"\""),
            ("data", "5"),
            ("data", "\"" + String(repeating: "x+9/", count: 64) + "=\""),
            ("data", "\"" + String(repeating: "x+9/", count: 64) + "x===\""),
            ("data", "\"" + String(repeating: "x+9/", count: 64) + "=x==\""),
            ("data", "\"" + String(repeating: "x-9_", count: 64) + "\""),
            ("data", "\"" + String(repeating: "x+9/", count: 64) + "\\n\\n\\n\\n\""),
            ("data", "\"" + String(repeating: "x+9/", count: 2000) + "\""),
        ])
    func member(name: String, value: String) {
        #expect(!isWellFormed(file(name, value)))
    }

    @Test(
        "whose scrypt would take more than 128 MiB of memory, or more than 2^24 steps, is not",
        arguments: [
            (["N": "131072", "r": "8", "p": "5"], true), (["N": "262144", "r": "8", "p": "5"], false),
            (["N": "131072", "r": "9", "p": "1"], false), (["N": "32768", "r": "8", "p": "64"], true),
            (["N": "32768", "r": "8", "p": "65"], false), (["N": "1048576", "r": "8", "p": "16"], false),
        ])
    func cost(changes: [String: String], isSane: Bool) {
        #expect(isWellFormed(file(Self.members.map { ($0.name, changes[$0.name] ?? $0.value) })) == isSane)
    }

    @Test("cut anywhere, with text around it or with bytes that are no text is not")
    func damaged() {
        let bytes = Array(file().utf8)
        for count in 0..<bytes.count { #expect(!KeyFile.isWellFormed(bytes[..<count])) }
        for text in [
            "x" + file(), file() + "x", file() + file(), "[" + file() + "]", "null", "{}", "{,}", "\u{feff}" + file(),
        ] {
            #expect(!isWellFormed(text))
        }
        #expect(!isWellFormed(file().replacingOccurrences(of: "}", with: ",}")))
        let at = Array("\"root\"".utf8)
        let start = bytes.indices.first { bytes[$0...].starts(with: at) } ?? 0
        for byte: UInt8 in [0xff, 0xc3, 0x00, 0x1f] {
            var other = bytes
            other[start + 1] = byte
            #expect(!KeyFile.isWellFormed(other))
        }
        #expect(!KeyFile.isWellFormed([UInt8](repeating: 0, count: 500)))
    }
}
