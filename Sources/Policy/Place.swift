/// Where a repository lies: `STORAGE:a/b/c`.
public struct Place: Hashable, Sendable, CustomStringConvertible {
    /// The storage's name.
    public let storage: Name

    /// One to eight folders; each is `[A-Za-z0-9_][A-Za-z0-9._-]*` of at most 64 bytes and not ``reserved``.
    public let segments: [String]

    /// The most folders of a place.
    public static let depth = 8

    /// Names of restic's layout and of ours: a folder of that name inside a place could be taken for a part of it.
    public static let reserved: Set<String> = [
        "data", "index", "keys", "locks", "snapshots", "config", "tmp", "trash",
    ]

    /// Parses a place.
    ///
    /// - Throws: ``PlaceError``.
    public init(parsing text: some StringProtocol) throws(PlaceError) {
        let parts = String(text).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let storage = Name(parts[0]) else { throw .noStorage }
        let segments = parts[1].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard segments.count <= Self.depth else { throw .tooDeep }
        for segment in segments {
            guard Self.isSegment(segment) else { throw .badSegment(segment) }
            guard !Self.reserved.contains(segment.lowercased()) else { throw .reserved(segment) }
        }
        self.storage = storage
        self.segments = segments
    }

    /// Takes parts that are known to be right.
    init(storage: Name, segments: [String]) {
        self.storage = storage
        self.segments = segments
    }

    /// The folders, joined by slashes: relative to the storage's root.
    public var path: String { segments.joined(separator: "/") }

    /// As in the policy: `STORAGE:a/b/c`.
    public var description: String { "\(storage):\(path)" }

    /// Whether one of the two lies inside the other, or both are the same.
    public func overlaps(_ other: Place) -> Bool {
        storage == other.storage && zip(segments, other.segments).allSatisfy(==)
    }

    static func isSegment(_ text: some StringProtocol) -> Bool {
        guard (1...64).contains(text.utf8.count), let first = text.utf8.first else { return false }
        return isLetterOrDigit(first) && text.utf8.allSatisfy { isLetterOrDigit($0) || ".-".utf8.contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

/// Why a text is no place.
public enum PlaceError: Error, Hashable, Sendable, CustomStringConvertible {
    case noStorage
    case tooDeep
    case badSegment(String)
    case reserved(String)

    /// What is wrong, for a person; text of the client is not repeated unescaped by whoever prints it.
    public var description: String {
        switch self {
        case .noStorage: "a place is written STORAGE:PATH, and STORAGE is a name of postern.toml"
        case .tooDeep: "a place has at most \(Place.depth) folders"
        case .badSegment(let segment):
            "the folder \"\(segment)\" is not of the form [A-Za-z0-9_][A-Za-z0-9._-]*, at most 64 bytes"
        case .reserved(let segment): "the folder name \"\(segment)\" is reserved"
        }
    }
}
