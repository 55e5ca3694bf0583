import Policy
import Testing

@Suite("A pattern of places") struct PlaceGlobTests {
    @Test(
        "stands for these places",
        arguments: [
            ("m:a", "m:a"), ("m:*", "m:a"), ("m:a*", "m:a"), ("m:*a", "m:ba"), ("m:a*c", "m:abbc"), ("m:*b*", "m:abc"),
            ("m:hosts/*", "m:hosts/web1"), ("m:hosts/web*/db", "m:hosts/web1/db"), ("m:**", "m:a"), ("m:**", "m:a/b/c"),
            ("m:a/**", "m:a"), ("m:a/**", "m:a/b/c"), ("m:**/c", "m:c"), ("m:**/c", "m:a/b/c"), ("m:a/**/c", "m:a/c"),
            ("m:a/**/c", "m:a/b/b/c"), ("m:**/b/**", "m:a/b"), ("m:*a*a*a*", "m:xaxaxa"),
        ])
    func matches(pattern: String, place: String) throws {
        #expect(try PlaceGlob(parsing: pattern).matches(Place(parsing: place)))
        #expect(try PlaceGlob(parsing: pattern).description == pattern)
    }

    @Test(
        "stands for none of these: a star never crosses a slash, and nothing crosses a storage",
        arguments: [
            ("m:a", "n:a"), ("m:**", "n:a"), ("m:a", "m:b"), ("m:a", "m:a/b"), ("m:a/b", "m:a"), ("m:*", "m:a/b"),
            ("m:a*", "m:a/b"), ("m:a*c", "m:a/c"), ("m:a*c", "m:a/b/c"), ("m:hosts/*", "m:hosts"), ("m:*/*", "m:a"),
            ("m:a/***", "m:a/b/c"), ("m:a**", "m:a/b"), ("m:a/**/c", "m:a/b"), ("m:**/c", "m:c/a"), ("m:A", "m:a"),
            ("m:a.c", "m:abc"), ("m:*aa", "m:aba"),
        ])
    func matchesNot(pattern: String, place: String) throws {
        #expect(try !PlaceGlob(parsing: pattern).matches(Place(parsing: place)))
    }

    /// Every pattern and every place of up to three folders over small alphabets, against a regular expression.
    @Test("agrees with its regular expression")
    func regex() throws {
        let words = ["a", "b", "ab", "ba", "aab"]
        let parts = ["a", "*", "**", "a*", "*b", "a*b", "*a*"]
        let places = try lists(words).map { try Place(parsing: "m:" + $0.joined(separator: "/")) }
        for pattern in lists(parts) {
            let glob = try PlaceGlob(parsing: "m:" + pattern.joined(separator: "/"))
            let oracle = try Regex("/" + pattern.map(self.regex).joined())
            for place in places {
                let isMatch = try oracle.wholeMatch(in: "/" + place.path + "/") != nil
                #expect(glob.matches(place) == isMatch, "\(glob) \(place)")
            }
        }
    }

    /// A folder with the slash behind it.
    private func regex(_ part: String) -> String {
        part == "**" ? "([^/]+/)*" : part.replacing("*", with: "[^/]*") + "/"
    }

    private func lists(_ words: [String]) -> [[String]] {
        let pairs = words.flatMap { a in words.map { [a, $0] } }
        return words.map { [$0] } + pairs + pairs.flatMap { pair in words.map { pair + [$0] } }
    }

    @Test("with many stars is decided at once")
    func hostile() throws {
        let segment = String(repeating: "a*", count: 31) + "b"
        let glob = try PlaceGlob(parsing: "m:" + Array(repeating: segment, count: 8).joined(separator: "/"))
        let long = String(repeating: "a", count: 64)
        let place = try Place(parsing: "m:" + Array(repeating: long, count: 8).joined(separator: "/"))
        #expect(!glob.matches(place))
        let crossing = try PlaceGlob(parsing: "m:" + Array(repeating: "**", count: 7).joined(separator: "/") + "/x")
        #expect(!crossing.matches(place))
    }
}
