/// A sealed file that holds JSON: an index, a snapshot, a lock, the config.
///
/// Source: restic `doc/design.rst`, "Unpacked Data Format": version 1 is the JSON itself; version 2 is a byte 2 and a
/// zstd frame.
public enum SealedDocument {
    /// Bytes of JSON that are read at most: restic's own index files have 8 MiB, and everybody's restic loads them whole.
    static let limit: UInt64 = 256 << 20

    /// The JSON of a file.
    ///
    /// - Throws: ``ResticFileError``.
    static func open(_ file: [UInt8], with key: MasterKey) throws(ResticFileError) -> [UInt8] {
        let content = try key.open(file)
        switch content.first {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return content
        case 2: return try Zstd.decompress(content.dropFirst(), limit: limit)
        default: throw .form("neither JSON nor compressed")
        }
    }
}
