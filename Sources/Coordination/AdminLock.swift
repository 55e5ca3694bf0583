internal import CLinux
internal import Glibc
internal import Linux

/// Held by whoever changes the policy, so that of two admins at once none loses what the other wrote.
enum AdminLock {
    /// Waits for the lock of a configuration folder, and holds it while `body` runs.
    ///
    /// The kernel gives it back when the process ends, however it ends. Source: flock(2).
    static func hold<Result>(_ configuration: ConfigurationFolder, _ body: () throws -> Result) throws -> Result {
        let folder = try open(configuration)
        defer { flock(folder.raw, LOCK_UN) }
        try Leftovers.sweep(configuration)
        return try body()
    }

    private static func open(_ configuration: ConfigurationFolder) throws(Complaint) -> Descriptor {
        do throws(SystemCallError) {
            let folder = try Descriptor.at(configuration.path, O_RDONLY | O_DIRECTORY)
            try retrying("flock") { flock(folder.raw, LOCK_EX) }
            return folder
        } catch {
            throw Complaint(error, at: configuration.path, hint: "make it with: postern init")
        }
    }
}
