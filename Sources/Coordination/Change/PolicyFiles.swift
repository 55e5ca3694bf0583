internal import Glibc
internal import Linux

/// The files that say the policy, with their stamps: names and numbers only, no content is read.
struct PolicyFiles {
    static let gateway = "postern.toml"
    static let clients = "clients.d"
    static let keys = "authorized_keys.d"
    static let repositories = "repos.d"
    /// In the order of their names.
    static let folders = [keys, clients, repositories]

    /// The stamps by path, `.none` for what is no regular file.
    private(set) var stamps = ByPath<Stamp>()

    /// Looks at all files of a configuration folder. What an editor or an atomic write left behind in
    /// `authorized_keys.d`, a name that begins with a dot, does not count.
    ///
    /// - Throws: ``Complaint`` where a folder cannot be read.
    init(_ configuration: ConfigurationFolder) throws(Complaint) {
        let now = WallClock.nanoseconds
        for folder in Self.folders { try look(into: folder, configuration, now) }
        stamps[Self.gateway] = try Self.stamp(of: configuration.gateway)?.trusted(at: now)
    }

    /// The stamp of one file; `nil` where it is not there.
    static func stamp(of path: String) throws(Complaint) -> Stamp? {
        do throws(SystemCallError) {
            return Stamp(try Descriptor.status(at: path))
        } catch {
            if error.code == ENOENT { return nil }
            throw Complaint(error, at: path)
        }
    }

    private mutating func look(into name: String, _ configuration: ConfigurationFolder, _ now: Int64) throws(Complaint)
    {
        let path = "\(configuration.path)/\(name)"
        let names = try FolderList.names(in: path)
        do throws(SystemCallError) {
            let folder = try Descriptor.at(path, O_RDONLY | O_DIRECTORY)
            for file in names where name != Self.keys || !file.hasPrefix(".") {
                stamps.add("\(name)/\(file)", Self.stamp(try folder.status(of: file), now))
            }
        } catch {
            throw Complaint(error, at: path)
        }
    }

    private static func stamp(_ status: FileStatus, _ now: Int64) -> Stamp {
        status.kind == .regular ? Stamp(status).trusted(at: now) : .none
    }
}
