internal import CPrisoner
internal import Foundation
internal import Glibc
internal import Linux

/// A state folder of its own for each case, laid out as on a gateway, owned by the user who will try something there.
struct State: ~Copyable {
    let path: String

    /// `data/00/object` may be written by its owner, so that what refuses is the sandbox and not the mode.
    private static let files: [(name: String, text: String)] = [
        ("storage/repo/data/00/object", "stored"), ("storage/repo/tmp/mine", "mine"), ("storage/repo/locks/lock", "{}"),
        ("storage/repo/trash/7/data/old", "old"),
        ("storage/other/data/00/object", "another's"), ("trail/audit.sqlite", ""), ("catalog/catalog.sqlite", ""),
        ("secrets/password", "secret"), ("authorized_keys", "restrict ssh-ed25519 AAAA"),
    ]
    private static let folders = [
        "storage/repo/data/ff", "storage/repo/index", "storage/repo/snapshots", "storage/repo/keys",
        "storage/other/tmp", "run",
    ]

    init() throws {
        path = try Self.layOut()
    }

    private static func layOut() throws -> String {
        var template = Array("/tmp/postern-sandbox-XXXXXX".utf8CString)
        guard let made = unsafe mkdtemp(&template) else { throw SystemCallError("mkdtemp", errno) }
        let path = unsafe String(cString: made)
        for folder in folders { try makeFolder("\(path)/\(folder)") }
        for (name, text) in files {
            try makeFolder("\(path)/\(name[..<(name.lastIndex(of: "/") ?? name.startIndex)])")
            try Descriptor.at("\(path)/\(name)", O_CREAT | O_EXCL | O_WRONLY, mode: 0o600).write(all: text.utf8)
        }
        _ = unsafe setxattr("\(path)/storage/repo/data/00/object", "user.test", "1", 1, 0)
        return path
    }

    private static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Gives all of it to `nobody`, if we may.
    func giveAway() throws {
        guard geteuid() == 0 else { return }
        let names = try FileManager.default.subpathsOfDirectory(atPath: path).map { "\(path)/\($0)" }
        for name in names + [path] {
            try retrying("lchown") { unsafe lchown(name, 65534, 65534) }
        }
    }

    func add(_ name: String, _ text: String) throws {
        try Descriptor.at("\(path)/\(name)", O_CREAT | O_EXCL | O_WRONLY, mode: 0o600).write(all: text.utf8)
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }

    func link(_ name: String, to other: String) throws {
        try retrying("symlink") { unsafe symlink("\(path)/\(other)", "\(path)/\(name)") }
    }

    /// Everything that may not change about the stored object.
    func storedObject() throws -> StoredObject {
        try StoredObject("\(path)/storage/repo/data/00/object")
    }

    /// The names and sizes of what lies in a folder, but for those given.
    func sizes(in folder: String, but known: Set<String> = []) throws -> [String: Int] {
        let folder = try Descriptor.at("\(path)/\(folder)", O_RDONLY | O_DIRECTORY)
        var sizes: [String: Int] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd/\(folder.raw)")
        where !known.contains(name) {
            sizes[name] = try folder.status(of: name).size
        }
        return sizes
    }
}

/// A stored object as it is on the disk.
struct StoredObject: Equatable {
    let bytes: [UInt8]
    let permissions: mode_t
    let owner: uid_t
    let links: nlink_t
    let modified: Int
    let hasAttribute: Bool

    init(_ path: String) throws {
        let file = try Descriptor.at(path, O_RDONLY)
        bytes = try file.readAll(limit: 1024)
        var status = stat()
        try retrying("fstat") { unsafe fstat(file.raw, &status) }
        permissions = status.st_mode & 0o7777
        owner = status.st_uid
        links = status.st_nlink
        modified = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
        hasAttribute = unsafe fgetxattr(file.raw, "user.test", nil, 0) == 1
    }
}
