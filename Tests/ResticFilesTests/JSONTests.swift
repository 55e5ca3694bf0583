import Testing

@testable import ResticFiles

@Suite("What two readers could understand differently is refused") struct JSONTests {
    @Test(
        "Members in another case, twice, or with letters beyond ASCII",
        arguments: [
            #"{"packs":[],"Packs":[]}"#, #"{"packs":[],"packs":[]}"#, #"{"pac\u212as":[]}"#, #"{"packs":[]}{}"#,
            #"{"packs":[}"#, #"{"packs":[],}"#, #"{"packs":"#, "", "[", #"{"packs":[]"#, "nul",
        ])
    func refused(text: String) {
        #expect(throws: ResticFileError.self) {
            var reader = JSONReader(Array(text.utf8))
            try reader.object { (_, reader) throws(ResticFileError) in try reader.skip() }
            try reader.end()
        }
    }

    @Test("Escapes become what they stand for")
    func escapes() throws {
        var reader = JSONReader(Array(#""a\"\\\/\b\f\n\r\té😀\ud83dx""#.utf8))
        #expect(try reader.text() == "a\"\\/\u{8}\u{c}\n\r\té😀\u{fffd}x")
    }

    @Test("Nesting has an end")
    func deep() {
        var reader = JSONReader([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000))
        #expect(throws: ResticFileError.form("too deep")) { try reader.skip() }
    }
}
