internal import Restic
internal import Siege

/// Random bytes where restic expects a file of its own.
enum Garbage {
    /// Stores 500 of them whose name sorts first.
    static func put(_ kind: FileKind, _ hostile: Hostile) throws {
        var bytes = hostile.chance.bytes(500)
        while !Hostile.name(of: bytes).hex.hasPrefix("000") { bytes = hostile.chance.bytes(500) }
        try hostile.put(kind, bytes)
    }
}
