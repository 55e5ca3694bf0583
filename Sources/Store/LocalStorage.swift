internal import CLinux
internal import Glibc
internal import Linux

/// A local folder that holds repositories.
public struct LocalStorage: Sendable {
    /// The folder.
    public let root: String

    /// Takes the folder's path. It must be there: a storage that is not mounted is an error, never an empty one.
    public init(root: String) { self.root = root }

    /// Opens the storage's own folder.
    func openRoot() throws(StoreError) -> Descriptor {
        do throws(SystemCallError) {
            return try Descriptor.at(root, O_RDONLY | O_DIRECTORY)
        } catch {
            throw error.code == ENOENT ? .rootMissing(root) : StoreError(error)
        }
    }

    /// Opens the folder of `segments`, one by one and through no symbolic link; `nil` where one of them is not there.
    static func open(_ segments: [String], in root: borrowing Descriptor) throws(StoreError) -> Descriptor? {
        var folder = try sorted { () throws(SystemCallError) in try root.duplicate() }
        for segment in segments {
            do throws(SystemCallError) {
                folder = try folder.open(segment, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
            } catch {
                guard error.code == ENOENT else { throw StoreError(error) }
                return nil
            }
        }
        return folder
    }
}

extension Descriptor {
    /// Holds the one lock of a storage until the descriptor is closed. Source: flock(2).
    func lockExclusively() throws(SystemCallError) {
        try retrying("flock") { flock(raw, LOCK_EX) }
    }
}
