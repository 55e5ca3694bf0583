internal import Glibc
internal import Linux

/// What a process that was killed left of its atomic writes. Whoever holds the admins' lock knows that nobody is still
/// at it.
enum Leftovers {
    /// Removes them, so that no reader of the policy takes offence.
    static func sweep(_ configuration: ConfigurationFolder) throws(Complaint) {
        let history = NewGateway.exists(configuration.history) ? [configuration.history] : []
        for folder in [configuration.path, configuration.clients, configuration.repositories, configuration.keys]
            + history
        {
            for name in try FolderList.names(in: folder, hidden: true) where AtomicFile.isTemporary(name) {
                _ = unsafe unlink("\(folder)/\(name)")
            }
        }
    }
}
