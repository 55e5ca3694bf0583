import Restic
import Testing

@Suite("The protocol's values") struct ValueTests {
    @Test(
        "A list is of version 2 for a client that names it, and else of version 1",
        arguments: [
            (nil, ListVersion.v1), ("", .v1), ("*/*", .v1), ("application/vnd.x.restic.rest.v1", .v1),
            ("application/vnd.x.restic.rest.v2", .v2), ("text/html, application/vnd.x.restic.rest.v2;q=0.9", .v2),
            ("application/vnd.x.restic.rest.v2 , */*", .v2), ("application/vnd.x.restic.rest.v20", .v1),
            ("xapplication/vnd.x.restic.rest.v2", .v1),
        ])
    func listVersion(accept: String?, version: ListVersion) {
        #expect(ListVersion(accept: accept) == version)
    }

    @Test("An object is written as it is read", arguments: FileKind.allCases)
    func object(kind: FileKind) throws {
        let name = try #require(FileName(String(repeating: "1f", count: 32)))
        let object = Object.file(kind, name)
        #expect(Object(object.description) == object)
        #expect(object.description == "\(kind.rawValue)/\(name.hex)")
        #expect(Object("config") == .config)
        #expect(Object.config.description == "config")
        for text in [
            "", "config/", "\(kind.rawValue)", "\(kind.rawValue)/", "/\(object)", "\(object)/", "x/\(name.hex)",
        ] {
            #expect(Object(text) == nil)
        }
    }

    @Test("A file's name is the lower-case hex of 32 bytes")
    func names() throws {
        let digest = (0..<32).map { UInt8($0 * 8 + 7) }
        let name = try #require(FileName(digest: digest))
        #expect(name.hex == "070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7ff")
        #expect(FileName(name.hex) == name)
        #expect(name.shard == "07")
        #expect(FileName(digest: digest.dropLast()) == nil)
        #expect(FileName(digest: digest + [0]) == nil)
        #expect(FileName(name.hex.uppercased()) == nil)
    }

    @Test("An amount of data neither overflows nor falls below nothing")
    func amounts() {
        let most = ByteCount(bytes: .max)
        #expect(.kibibytes(4) + .mebibytes(1) == ByteCount(bytes: 4096 + 1_048_576))
        #expect(.gibibytes(1) - .mebibytes(1) == .mebibytes(1023))
        #expect(most + .kibibytes(1) == most)
        #expect(.zero - most == .zero)
        #expect(.zero < most && !(most < .zero) && !(most < most))
    }

    @Test("Each kind of file has its largest size")
    func limits() throws {
        let name = try #require(FileName(String(repeating: "0", count: 64)))
        let sizes: [FileKind: ByteCount] = [
            .keys: .kibibytes(64), .locks: .kibibytes(16), .snapshots: .mebibytes(16), .index: .mebibytes(256),
            .data: .mebibytes(256),
        ]
        for kind in FileKind.allCases { #expect(Limits.size(of: .file(kind, name)) == sizes[kind]) }
        #expect(Limits.size(of: .config) == .kibibytes(4))
    }
}
