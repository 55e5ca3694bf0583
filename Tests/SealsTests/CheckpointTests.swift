import Crypto
import Sodium
import Testing
import Trail

@testable import Seals

@Suite("A checkpoint") struct CheckpointTests {
    /// Source: c2sp.org/tlog-checkpoint.
    static let example = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"

    @Test("is read and written as the specification's example")
    func published() throws {
        let checkpoint = try #require(Checkpoint(text: Self.example))
        #expect(checkpoint.origin == "example.com/behind-the-sofa")
        #expect(checkpoint.size == 20_852_163)
        #expect(checkpoint.root.description == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62")
        #expect(checkpoint.extensions.isEmpty)
        #expect(checkpoint.text == Self.example)
        let extended = Self.example + "one\ntwo\n"
        #expect(Checkpoint(text: extended)?.extensions == ["one", "two"])
        #expect(Checkpoint(text: extended)?.text == extended)
    }

    @Test("of a log that everybody can ask is verified and read", arguments: PublishedNote.all.suffix(2))
    func ofOthers(_ one: PublishedNote) throws {
        let note = try #require(SignedNote(Array(one.note.utf8)))
        let checkpoint = try #require(Checkpoint(text: note.text))
        let key = try #require(VerifierKey(one.key))
        #expect(try note.verdict(of: key) == .signed)
        #expect(one.testDescription.hasSuffix(" \(checkpoint.size)"))
        #expect(checkpoint.text == one.text)
    }

    static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    static let malformed: [(String, String)] = [
        ("no break at the end", "a/b\n1\n\(root)"), ("two lines", "a/b\n1\n"), ("no origin", "\n1\n\(root)\n"),
        ("a leading zero", "a/b\n01\n\(root)\n"), ("a sign", "a/b\n+1\n\(root)\n"),
        ("less than nothing", "a/b\n-1\n\(root)\n"),
        ("no number", "a/b\nx\n\(root)\n"), ("too large a number", "a/b\n18446744073709551616\n\(root)\n"),
        ("no base64", "a/b\n1\n!\n"), ("loose bits", "a/b\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n"),
        ("a short root", "a/b\n1\nAAAA\n"), ("an empty extension", "a/b\n1\n\(root)\n\n"),
        ("a carriage return", "a/b\r\n1\n\(root)\n"), ("a control character", "a/\u{1}b\n1\n\(root)\n"),
    ]

    @Test("that is malformed is none", arguments: malformed)
    func refused(_ why: String, _ text: String) { #expect(Checkpoint(text: text) == nil, "\(why)") }

    @Test("is signed by the key that has its origin for a name, and by no other")
    func origin() throws {
        let (ours, other) = try (signer("ours/postern"), signer("other/postern"))
        let checkpoint = Checkpoint(origin: ours.verifier.name, size: 1, root: try TreeHasher().leaf("row"))
        #expect(other.sign(checkpoint) == nil)
        let note = try #require(ours.sign(checkpoint))
        #expect(note.text == "ours/postern\n1\n\(Base64.encode(checkpoint.root.bytes))\n")
        #expect(try note.verdict(of: ours.verifier) == .signed)
    }

    @Test("in a file of many is found, and each piece that is none is told apart")
    func file() throws {
        let (ours, other) = try (signer("ours/postern"), signer("other/postern"))
        let checkpoints = try (1...4).map { try checkpoint(UInt64($0)) }
        let notes = checkpoints.map { ours.sign($0)?.description ?? "" }
        var forged = notes[1]
        forged.replace("\n2\n", with: "\n3\n")
        let foreign = other.sign(text: "other/postern\n1\n\(Base64.encode(checkpoints[0].root.bytes))\n").description
        let text = notes[0] + notes[1].dropLast(30) + "\n" + notes[2] + "\n" + forged + foreign + notes[3].dropLast(1)
        let pieces = try CheckpointFile.read(Array(text.utf8), key: ours.verifier)
        #expect(
            pieces.map(\.content) == [
                .sealed(checkpoints[0]), .unreadable, .sealed(checkpoints[2]), .forged, .unsigned, .unreadable,
            ])
        #expect(pieces.map(\.line) == [1, 6, 11, 17, 22, 27])
    }

    @Test("that was cut anywhere does not hide the next one")
    func cut() throws {
        let ours = try signer("ours/postern")
        let note = try #require(ours.sign(try checkpoint(1))).description
        let next = try #require(ours.sign(try checkpoint(2))).description
        for length in 1..<note.utf8.count {
            let torn = Array(note.utf8.prefix(length))
            let end: [UInt8] = torn.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]
            let pieces = try CheckpointFile.read(torn + end + Array(next.utf8), key: ours.verifier)
            #expect(pieces.last?.content == .sealed(try checkpoint(2)), "after \(length) bytes")
            let isWhole = length == note.utf8.count - 1
            #expect(pieces.first?.content == (isWhole ? .sealed(try checkpoint(1)) : .unreadable), "\(length) bytes")
        }
    }

    private func checkpoint(_ size: UInt64) throws -> Checkpoint {
        let name = try #require(KeyName("ours/postern"))
        return Checkpoint(origin: name, size: size, root: try TreeHasher().leaf("\(size)"))
    }
}
