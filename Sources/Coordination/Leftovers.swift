internal import Glibc

/// What a process that was killed left of its atomic writes. Whoever holds the admins' lock knows that nobody is still
/// at it.
enum Leftovers {
    /// Removes them, so that no reader of the policy takes offence.
    static func sweep(_ configuration: ConfigurationFolder) throws(Complaint) {
        for folder in [configuration.path, configuration.clients, configuration.repositories, configuration.keys] {
            for name in try FolderList.names(in: folder, hidden: true) where isTemporary(name) {
                _ = unsafe unlink("\(folder)/\(name)")
            }
        }
    }

    /// Whether it is a name that `AtomicFile` gives: `.NAME.PID.tmp`.
    static func isTemporary(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts.first == "", parts.last == "tmp" else { return false }
        let pid = parts[parts.count - 2]
        return !pid.isEmpty && pid.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
