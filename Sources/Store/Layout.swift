internal import Restic

/// The folders of a repository: restic's own local layout, and two of ours.
///
/// Source: restic `doc/design.rst`, "Repository Layout".
enum Layout {
    /// Uploads, until their bytes are on the disk and verified.
    static let temporary = "tmp"
    /// What maintenance, or the next session after a cut `init`, took out of the way.
    static let trash = "trash"
    /// The one file with a name of its own.
    static let config = "config"

    /// The folders at the top.
    static let folders = FileKind.allCases.map(\.rawValue) + [temporary, trash]

    /// The folders below `data`: `00` to `ff`.
    static let shards: [String] = (0..<256).map { number in
        let digits = String(number, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }

    /// Whether these bytes are the name of one of them.
    static func isShard(_ name: UnsafeRawBufferPointer) -> Bool {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let letters = UInt8(ascii: "a")...UInt8(ascii: "f")
        return unsafe name.count == 2 && name.allSatisfy { digits.contains($0) || letters.contains($0) }
    }

    /// Names that only a repository's folder holds; a folder with one of them counts as a repository.
    static let marks = FileKind.allCases.map(\.rawValue) + [config]
}
