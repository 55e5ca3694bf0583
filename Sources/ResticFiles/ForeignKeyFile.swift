/// Key files that others than restic wrote, in a repository that came from elsewhere.
public enum ForeignKeyFile {
    private static let needed: Set<String> = ["kdf", "N", "r", "p", "salt", "data"]

    /// Whether restic can read it: all that opens a key is there, and no time that it could stumble over.
    public static func isReadable(_ bytes: [UInt8]) -> Bool {
        var names: Set<String> = []
        var reader = JSONReader(bytes)
        do throws(ResticFileError) {
            try reader.object { (name, reader) throws(ResticFileError) in
                names.insert(name)
                try reader.skip()
            }
            try reader.end()
        } catch {
            return false
        }
        return names.isSuperset(of: needed) && !names.contains("created")
    }
}
