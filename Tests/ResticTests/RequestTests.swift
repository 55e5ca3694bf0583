import Restic
import Testing

@Suite("A request") struct RequestTests {
    private static let hex = String(repeating: "0a", count: 32)

    private func parsed(_ method: String, _ path: String) throws(RequestError) -> Request {
        try Request(method: method, path: path)
    }

    @Test("is one of restic's, for each kind of file", arguments: FileKind.allCases)
    func files(kind: FileKind) throws {
        let object = Object.file(kind, try #require(FileName(Self.hex)))
        let path = "/\(kind.rawValue)/\(Self.hex)"
        #expect(try parsed("GET", "/\(kind.rawValue)/") == .list(kind))
        #expect(try parsed("GET", path) == .load(object))
        #expect(try parsed("HEAD", path) == .stat(object))
        #expect(try parsed("POST", path) == .save(object))
        #expect(try parsed("DELETE", path) == .remove(object))
    }

    @Test("for the config or the repository itself is one of restic's")
    func others() throws {
        #expect(try parsed("GET", "/config") == .load(.config))
        #expect(try parsed("HEAD", "/config") == .stat(.config))
        #expect(try parsed("POST", "/config") == .save(.config))
        #expect(try parsed("DELETE", "/config") == .remove(.config))
        #expect(try parsed("POST", "/?create=true") == .createRepository)
        #expect(try parsed("DELETE", "/") == .deleteRepository)
    }

    @Test(
        "with any other path is none, whatever the method",
        arguments: [
            "", "*", "config", "//config", "/config/", "/Config", "/CONFIG", "/config?", "/config?x=1", "/config#x",
            "/config%20", "/%63onfig", "/./config", "/../config", "/x/../config", "/data", "/data//", "/Data/",
            "/data/?x", "/data/..", "/data/../config", "/data/../../etc/passwd", "/keys/.", "/locks/*", "/trash/",
            "/tmp/", "/file-123", "/file-18446744073709551615", "/?create=false", "/?create=true&x", "/?Create=true",
            "/?create=true ", "/?", "http://localhost/config", "/config\0", "/con\0fig", "/config\n", "/config\r\n",
            " /config", "/config ", "/\u{301}config", "/config\u{301}", "\u{ff0f}config", "/\u{feff}config",
            "/data/\u{301}/",
        ])
    func unknown(path: String) {
        for method in ["GET", "HEAD", "POST", "DELETE", "PUT", ""] {
            #expect(throws: RequestError.unknownPath) { try parsed(method, path) }
        }
    }

    @Test("for a name that is not 64 lower-case hex digits is none")
    func names() {
        let hex = Self.hex
        let cut = String(hex.dropLast())
        let names: [String] = [
            hex.uppercased(), cut, hex + "0", hex + "/", "/" + hex, "../" + hex, "0a/" + hex, cut + "g", cut + " ",
            cut + "\0", String(hex.dropLast(3)) + "%30", hex + ".tmp", cut + "\u{0663}", cut + "\u{ff10}",
            hex + "\u{301}", hex + "?", hex + "?x=1",
        ]
        for name in names {
            #expect(throws: RequestError.unknownPath) { try parsed("GET", "/data/\(name)") }
        }
        #expect(throws: RequestError.unknownPath) { try parsed("GET", "/trash/\(hex)") }
        #expect(throws: RequestError.unknownPath) { try parsed("GET", "/config/\(hex)") }
    }

    @Test("with a long path is none, however long")
    func long() {
        for count in [200, 256, 10_000, 1_000_000] {
            #expect(throws: RequestError.unknownPath) { try parsed("GET", "/" + String(repeating: "a", count: count)) }
            let path = String(repeating: "/", count: count) + "config"
            #expect(throws: RequestError.unknownPath) { try parsed("GET", path) }
        }
    }

    @Test("with another method names the methods that go", arguments: ["PUT", "PATCH", "get", "OPTIONS", "", "GET "])
    func methods(method: String) {
        let all = RequestError.unknownMethod(allowed: "DELETE, GET, HEAD, POST")
        #expect(throws: all) { try parsed(method, "/config") }
        #expect(throws: all) { try parsed(method, "/data/\(Self.hex)") }
        #expect(throws: RequestError.unknownMethod(allowed: "GET")) { try parsed(method, "/locks/") }
        #expect(throws: RequestError.unknownMethod(allowed: "POST, DELETE")) { try parsed(method, "/") }
        #expect(throws: RequestError.unknownMethod(allowed: "POST, DELETE")) { try parsed(method, "/?create=true") }
    }

    @Test("A list can only be read, and the repository itself only be created or deleted")
    func wrongMethods() {
        for method in ["HEAD", "POST", "DELETE"] {
            #expect(throws: RequestError.unknownMethod(allowed: "GET")) { try parsed(method, "/snapshots/") }
        }
        for method in ["GET", "HEAD"] {
            #expect(throws: RequestError.unknownMethod(allowed: "POST, DELETE")) { try parsed(method, "/") }
        }
        #expect(throws: RequestError.unknownMethod(allowed: "POST, DELETE")) { try parsed("DELETE", "/?create=true") }
        #expect(throws: RequestError.createMissing) { try parsed("POST", "/") }
    }

    @Test("Every byte but the right one makes a path unknown")
    func everyByte() {
        let path = Array("/locks/\(Self.hex)".utf8)
        for index in path.indices {
            for byte in UInt8.min...UInt8.max where byte != path[index] {
                var other = path
                other[index] = byte
                let text = String(decoding: other, as: UTF8.self)
                let isHexDigit = "0123456789abcdef".utf8.contains(byte)
                if index >= 7, isHexDigit {
                    #expect((try? parsed("GET", text)) != nil)
                } else {
                    #expect((try? parsed("GET", text)) == nil)
                }
            }
        }
    }
}
