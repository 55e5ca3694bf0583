import Sodium
import Testing

@testable import Seals

/// Notes that others signed and published.
struct PublishedNote: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let key: String
    let text: String
    let signature: String

    var note: String { "\(text)\n\(signature)\n" }

    static let all = [
        // Source: c2sp.org/signed-note, "Verifier keys".
        PublishedNote(
            testDescription: "of C2SP",
            key: "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            text: "This is an example message.\n",
            signature: "— example.com/foo "
                + "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="),
        // Source: the documentation of golang.org/x/mod/sumdb/note.
        PublishedNote(
            testDescription: "of Go's package",
            key: "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            text:
                "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
            signature: "— PeterNeumann "
                + "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="),
        // Two checkpoints of a log that everybody can ask: sum.golang.org.
        PublishedNote(
            testDescription: "of sum.golang.org at 31700353",
            key: "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
            text: "go.sum database tree\n31700353\nqINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=\n",
            signature: "— sum.golang.org "
                + "Az3grnmrIUEDFqHzAElIQCPNoRFRAAdFo47fooyWKMHb89k11GJh5zHIfNCOBmwn/C3YI8oW9/C8DJ87F61QqspBYwM="),
        PublishedNote(
            testDescription: "of sum.golang.org at 65209736",
            key: "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
            text: "go.sum database tree\n65209736\n5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo=\n",
            signature: "— sum.golang.org "
                + "Az3grnbssgK7ubgFX36gVETtNv0U23qxyAhAMai2QUfeGa3nB/akvkMdlUErfcZz7l/R3cVtYspg3dxXABkGZZKdsQ8="),
    ]
}

/// A new key.
func signer(_ name: String) throws -> SignerKey {
    let name = try #require(KeyName(name))
    let key = try SignerKey(name: name, key: .random())
    return try #require(key)
}

@Suite("A signed note") struct NoteTests {
    @Test("that others published is verified, and written again to the byte", arguments: PublishedNote.all)
    func published(_ one: PublishedNote) throws {
        let key = try #require(VerifierKey(one.key))
        #expect(key.description == one.key)
        let note = try #require(SignedNote(Array(one.note.utf8)))
        #expect(note.text == one.text)
        #expect(try note.verdict(of: key) == .signed)
        #expect(note.description == one.note)
    }

    @Test("is forged once one byte of its text differs", arguments: PublishedNote.all)
    func changed(_ one: PublishedNote) throws {
        let key = try #require(VerifierKey(one.key))
        for index in 0..<one.text.utf8.count - 1 {
            var bytes = Array(one.note.utf8)
            bytes[index] = bytes[index] == UInt8(ascii: "x") ? UInt8(ascii: "y") : UInt8(ascii: "x")
            #expect(try SignedNote(bytes)?.verdict(of: key) == .forged)
        }
    }

    @Test("is signed by Go's published key as Go signs it")
    func signing() throws {
        let published = PublishedNote.all[1]
        let text = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
        let signer = try #require(try SignerKey(text))
        #expect(signer.verifier.description == published.key)
        #expect(signer.sign(text: published.text).description == published.note)
        #expect(signer.withText { $0 } == text)
    }

    @Test("does not count signatures of others, also of those that share the name or the number")
    func strangers() throws {
        let (ours, other) = try (signer("a/b"), signer("a/b"))
        let note = other.sign(text: "a text\n")
        #expect(try note.verdict(of: ours.verifier) == .unsigned)
        let sameNumber = SignedNote(
            text: note.text,
            signatures: [
                SignedNote.Signature(
                    name: try signer("c/d").verifier.name, id: ours.verifier.id, bytes: note.signatures[0].bytes)
            ])
        #expect(try sameNumber.verdict(of: ours.verifier) == .unsigned)
        let both = SignedNote(text: note.text, signatures: note.signatures + ours.sign(text: note.text).signatures)
        #expect(try SignedNote(Array(both.description.utf8))?.verdict(of: ours.verifier) == .signed)
        #expect(try SignedNote(Array(both.description.utf8))?.verdict(of: other.verifier) == .signed)
    }

    @Test("is forged where one of two signatures of the key is")
    func oneOfTwo() throws {
        let signer = try signer("a/b")
        let note = signer.sign(text: "a text\n")
        let wrong = signer.sign(text: "another text\n").signatures
        let mixed = SignedNote(text: note.text, signatures: note.signatures + wrong)
        #expect(try mixed.verdict(of: signer.verifier) == .forged)
    }

    @Test("may have empty lines in its text")
    func emptyLines() throws {
        let signer = try signer("a/b")
        let text = "one\n\ntwo\n\n— not/a signature\n"
        let note = try #require(SignedNote(Array(signer.sign(text: text).description.utf8)))
        #expect(note.text == text)
        #expect(try note.verdict(of: signer.verifier) == .signed)
    }

    static let malformed: [(String, String)] = [
        ("no signature", "text\n\n"), ("no empty line", "text\n— a/b AAAAAAA=\n"), ("no text", "\n— a/b AAAAAAA=\n"),
        ("no break at the end", "text\n\n— a/b AAAAAAA="), ("a hyphen for the dash", "text\n\n- a/b AAAAAAA=\n"),
        ("no signature after the name", "text\n\n— a/b\n"), ("three words", "text\n\n— a/b AAAAAAA= c\n"),
        ("no base64", "text\n\n— a/b !!!!\n"), ("base64 with loose bits", "text\n\n— a/b AAAAAAB=\n"),
        ("four bytes only", "text\n\n— a/b AAAAAA==\n"), ("a name with a plus", "text\n\n— a+b AAAAAAA=\n"),
        ("a tab", "te\txt\n\n— a/b AAAAAAA=\n"), ("a carriage return", "text\r\n\n— a/b AAAAAAA=\n"),
        ("a line that is no signature", "text\n\n— a/b AAAAAAA=\nx\n"), ("nothing", ""),
    ]

    @Test("that is malformed is none", arguments: malformed)
    func refused(_ why: String, _ note: String) { #expect(SignedNote(Array(note.utf8)) == nil, "\(why)") }

    @Test("that is no UTF-8, or too long, is none")
    func bytes() {
        let signature = Array("\n— a/b AAAAAAA=\n".utf8)
        #expect(SignedNote(Array("text\n".utf8) + signature) != nil)
        #expect(SignedNote([0xff, UInt8(ascii: "\n")] + signature) == nil)
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: SignedNote.longest)
        #expect(SignedNote(long + [UInt8(ascii: "\n")] + signature) == nil)
    }

    static let wrongKeys = [
        "", "example.com/foo", "example.com/foo+530d903a+",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k=",
        "a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ]

    @Test("needs a whole and true verifier key", arguments: wrongKeys)
    func keys(_ text: String) { #expect(VerifierKey(text) == nil) }

    @Test(
        "needs a name without spaces, plus and control characters",
        arguments: ["", "a b", "a+b", "a\u{a0}b", "a\u{2003}", "a\nb"])
    func names(_ text: String) { #expect(KeyName(text) == nil) }
}
