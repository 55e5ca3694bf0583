internal import Restic

/// How the catalog keeps an object's name: a number for the kind, and the 32 bytes of the hash.
struct ObjectKey {
    let kind: Int64
    let name: [UInt8]

    static let config: Int64 = 0

    init(kind: Int64, name: [UInt8]) {
        self.kind = kind
        self.name = name
    }

    static func kind(_ kind: FileKind) -> Int64 {
        switch kind {
        case .data: 1
        case .index: 2
        case .keys: 3
        case .locks: 4
        case .snapshots: 5
        }
    }

    init(_ object: Object) {
        switch object {
        case .config: (kind, name) = (Self.config, [])
        case .file(let kind, let name): (self.kind, self.name) = (Self.kind(kind), Self.bytes(name.hex))
        }
    }

    /// The object; `nil` where the numbers are none that ``init(_:)`` made.
    static func object(kind: Int64, name: [UInt8]) -> Object? {
        if kind == config { return .config }
        guard let kind = FileKind.allCases.first(where: { Self.kind($0) == kind }), let name = FileName(digest: name)
        else { return nil }
        return .file(kind, name)
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        var high: UInt8?
        for digit in hex.utf8 {
            let value = digit <= UInt8(ascii: "9") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }
}
