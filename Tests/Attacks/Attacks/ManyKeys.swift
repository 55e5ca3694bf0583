internal import Restic
internal import Siege

/// Well-formed key files of other passwords: restic tries twenty, in the order of their names, and gives up.
enum ManyKeys {
    /// Stores so many, all of which sort before the real one.
    static func put(_ count: Int, _ hostile: Hostile) throws {
        let real = try hostile.list(.keys).map(\.hex).sorted().last ?? ""
        guard let name = FileName(real) else { throw AttackError.cannotStart("no key file") }
        let text = String(decoding: try hostile.get(.keys, name), as: UTF8.self)
        var made = 0
        while made < count {
            let other = text.replacing("\"username\":\"", with: "\"username\":\"\(hostile.chance.next() % 100_000)")
            // The salt decides what a password opens.
            let bytes = Array(other.replacing("\"salt\":\"", with: "\"salt\":\"AA").replacing("A==", with: "==").utf8)
            guard Hostile.name(of: bytes).hex < real || real.hasPrefix("00") else { continue }
            try hostile.put(.keys, bytes)
            made += 1
        }
    }
}
