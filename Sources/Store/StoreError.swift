internal import Glibc
public import Linux
public import Restic

/// Why the store did not do what it was asked. Nothing here ever means "absent": that is an answer, not an error.
public enum StoreError: Error, Hashable, Sendable {
    /// The bytes are not those that the name promises.
    case hashMismatch(expected: FileName)
    /// Fewer or more bytes came than were announced.
    case lengthMismatch
    /// A `config` is there, and it has other bytes.
    case configDiffers
    /// What lies under the object's name is not a regular file, for example a symbolic link.
    case notRegular(String)
    /// What lies under the object's name has other bytes than the name promises.
    case damaged(Object)
    /// The permit is for something else.
    case permitMismatch
    /// A repository lies above or below, in this folder of the storage.
    case nested(String)
    /// The storage's folder is not there; perhaps it is not mounted.
    case rootMissing(String)
    /// The file system is mounted for reading only, or became so after an error of its disk.
    case readOnly
    /// No space, or no inode, is left.
    case full
    /// What was asked is done, but perhaps does not survive a power cut: the folder could not be flushed.
    case unflushed(SystemCallError)
    /// The kernel said no.
    case system(SystemCallError)
}

extension StoreError {
    /// Sorts what the kernel said.
    init(_ error: SystemCallError) {
        switch error.code {
        case ENOSPC, EDQUOT: self = .full
        case EROFS: self = .readOnly
        default: self = .system(error)
        }
    }
}

extension StoreError: CustomStringConvertible {
    /// The whole sentence, for the gateway's admin.
    public var description: String {
        switch self {
        case .hashMismatch(let name): "the body's SHA-256 is not \(name.hex)"
        case .lengthMismatch: "the body does not have the announced length"
        case .configDiffers: "the repository has another config"
        case .notRegular(let name): "\(name) is not a regular file"
        case .damaged(let object): "\(object) is stored with other bytes than its name promises"
        case .permitMismatch: "the permit is for another act"
        case .nested(let folder): "a repository lies above or below it, in \(folder)"
        case .rootMissing(let path): "the storage's folder \(path) is not there; is it mounted?"
        case .readOnly: "the storage is mounted for reading only"
        case .full: "no space is left in the storage"
        case .unflushed(let error): "done, but the folder could not be flushed: \(error)"
        case .system(let error): error.description
        }
    }
}

extension Descriptor {
    /// Flushes the names in a folder, after one of them was changed.
    func flushNames() throws(StoreError) {
        do throws(SystemCallError) { try sync() } catch { throw .unflushed(error) }
    }
}

/// Runs `body`, whose failures are the kernel's, and sorts them.
@discardableResult
func sorted<Result: ~Copyable>(_ body: () throws(SystemCallError) -> Result) throws(StoreError) -> Result {
    do { return try body() } catch { throw StoreError(error) }
}
