import Policy
import Restic
import Testing

@Suite("Names and places") struct PlaceTests {
    @Test("A name is what can be a file's name everywhere")
    func names() {
        for text in ["a", "0", "web1", "a.b-c_d", String(repeating: "a", count: 63)] {
            #expect(Name(text)?.description == text)
        }
        for text in [
            "", "A", "Web", ".a", "-a", "_a", "a/b", "a b", "a\0", "a\n", "ä", "a\u{301}", "\u{212a}", "..", "a:b",
            String(repeating: "a", count: 64),
        ] {
            #expect(Name(text) == nil)
        }
    }

    @Test("A place is a storage and one to eight folders, and is written as it is read")
    func places() throws {
        for text in ["main:a", "main:hosts/web1", "m:A/b_/0.x/_-", "m:a/b/c/d/e/f/g/h", "m:database/x"] {
            let place = try Place(parsing: text)
            #expect(place.description == text)
            #expect(place.path == place.segments.joined(separator: "/"))
            #expect("\(place.storage)" == text.prefix { $0 != ":" })
        }
    }

    @Test(
        "A text of any other form is no place, and the reason is said",
        arguments: [
            ("", PlaceError.noStorage), ("main", .noStorage), ("Main:a", .noStorage), (":a", .noStorage),
            ("a/b", .noStorage), ("main:", .badSegment("")), ("main:/a", .badSegment("")), ("main:a/", .badSegment("")),
            ("main:a//b", .badSegment("")), ("main:.", .badSegment(".")), ("main:a/../b", .badSegment("..")),
            ("main:.a", .badSegment(".a")), ("main:-a", .badSegment("-a")), ("main:a b", .badSegment("a b")),
            ("main:a:b", .badSegment("a:b")), ("main:a\\b", .badSegment("a\\b")), ("main:a\0", .badSegment("a\0")),
            ("main:ä", .badSegment("ä")), ("main:a*", .badSegment("a*")), ("main:%2e", .badSegment("%2e")),
            ("main:a/b/c/d/e/f/g/h/i", .tooDeep), ("main:data", .reserved("data")),
            ("main:a/Index", .reserved("Index")),
            ("main:KEYS/a", .reserved("KEYS")), ("main:a/locks/b", .reserved("locks")),
            ("main:snapshots", .reserved("snapshots")),
            ("main:config", .reserved("config")), ("main:tmp", .reserved("tmp")), ("main:trash", .reserved("trash")),
        ] as [(String, PlaceError)])
    func notPlaces(text: String, error: PlaceError) {
        #expect(throws: error) { try Place(parsing: text) }
        if text.contains("*") { return }
        #expect(throws: error) { try PlaceGlob(parsing: text) }
        #expect(!error.description.isEmpty)
    }

    @Test("A folder's name has at most 64 bytes")
    func longSegments() throws {
        let longest = String(repeating: "a", count: 64)
        #expect(try Place(parsing: "main:\(longest)").segments == [longest])
        #expect(throws: PlaceError.badSegment(longest + "a")) { try Place(parsing: "main:\(longest)a") }
    }

    @Test("Places overlap if one is the other, or lies inside it")
    func overlaps() throws {
        let places = try ["m:a", "m:a/b", "m:a/b/c", "m:ab", "m:b/a", "n:a"].map { try Place(parsing: $0) }
        for left in places {
            for right in places {
                let (a, b) = (left.description + "/", right.description + "/")
                #expect(left.overlaps(right) == (a.hasPrefix(b) || b.hasPrefix(a)))
            }
        }
    }

    @Test("A client or a repository keeps its policy under another name")
    func renamed() throws {
        let (a, b) = (try #require(Name("a")), try #require(Name("b")))
        var client = Client(name: a)
        client.sessions = 3
        #expect(client.renamed(b).name == b && client.renamed(b).sessions == 3)
        let place = try Place(parsing: "m:x")
        var repository = Repository.defaults
        repository.maxObjects = 5
        let moved = repository.moved(to: place, name: "x")
        #expect(moved.name == "x" && moved.place == place && moved.maxObjects == 5)
        #expect(Client.defaults.renamed(a) == Client(name: a))
    }

    @Test("A secret is named, never written")
    func secrets() {
        #expect(SecretReference("secret:web1")?.description == "secret:web1")
        for text in ["", "web1", "secret:", "secret:Web", "Secret:web1", "secret:a b", " secret:a"] {
            #expect(SecretReference(text) == nil)
        }
    }

    @Test("An object costs its size in blocks of 4 KiB, and one block more")
    func cost() {
        for (size, cost) in [(0, 4096), (1, 8192), (4096, 8192), (4097, 12288), (1 << 20, 1 << 20 + 4096)]
            as [(UInt64, UInt64)]
        {
            #expect(ObjectCost.of(.init(bytes: size)).bytes == cost)
        }
        #expect(ObjectCost.of(.init(bytes: .max)).bytes == .max)
    }
}
