/// What a snapshot says of itself. All of it is its maker's word.
///
/// Source: restic, `internal/restic/snapshot.go`.
public struct SnapshotFile: Hashable, Sendable {
    /// When it was made, as it is written (RFC 3339, with a zone and up to nine digits after the second).
    public let time: String
    /// The host's name.
    public let hostname: String
    /// The user's name there.
    public let username: String
    /// The paths that were backed up.
    public let paths: [String]
    /// Its tags.
    public let tags: [String]
    /// The id of its tree.
    public let tree: BlobID

    /// Reads a file.
    ///
    /// - Throws: ``ResticFileError``.
    public init(_ file: [UInt8], with key: MasterKey) throws(ResticFileError) {
        var reader = JSONReader(try SealedDocument.open(file, with: key))
        var (time, hostname, username): (String?, String, String) = (nil, "", "")
        var (paths, tags): ([String], [String]) = ([], [])
        var tree: BlobID?
        try reader.object { (name, reader) throws(ResticFileError) in
            switch name {
            case "time": time = try reader.text()
            case "hostname": hostname = try reader.text()
            case "username": username = try reader.text()
            case "paths": try reader.array { (reader) throws(ResticFileError) in paths.append(try reader.text()) }
            case "tags": try reader.array { (reader) throws(ResticFileError) in tags.append(try reader.text()) }
            case "tree": tree = BlobID(hex: try reader.text())
            // Go would take these for the ones above.
            case _ where Self.members.contains(name.lowercased()): throw .form("a member \(name)")
            default: try reader.skip()
            }
        }
        try reader.end()
        guard let time, let tree else { throw .form("a snapshot without time or tree") }
        self.time = time
        self.hostname = hostname
        self.username = username
        self.paths = paths
        self.tags = tags
        self.tree = tree
    }

    private static let members: Set<String> = ["time", "hostname", "username", "paths", "tags", "tree"]
}
