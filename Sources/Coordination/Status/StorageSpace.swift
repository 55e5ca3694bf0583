internal import Glibc
internal import Policy
internal import Restic

/// How full a storage is. Source: statvfs(3).
struct StorageSpace {
    let name: Name
    let root: String
    /// Bytes that clients may not use up.
    let floor: UInt64
    /// Bytes; `nil`: the folder is not there.
    let free: UInt64?
    let total: UInt64

    /// Looks at a local folder.
    init(_ name: Name, root: String, floor: ByteCount) {
        (self.name, self.root, self.floor) = (name, root, floor.bytes)
        var status = statvfs()
        guard unsafe statvfs(root, &status) == 0 else {
            (free, total) = (nil, 0)
            return
        }
        free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        total = UInt64(status.f_blocks) * UInt64(status.f_frsize)
    }

    /// What is wrong with it, if anything.
    var problem: String? {
        guard let free else { return "its folder is not there" }
        return free < floor ? "less than its floor is free" : nil
    }

    /// One line for people.
    var words: String {
        let space = free.map { "\(Amount.size($0)) of \(Amount.size(total)) free, floor \(Amount.size(floor))" }
        return [Escaped.text(root), space, problem].compactMap { $0 }.joined(separator: ", ")
    }

    /// As `--json` prints it.
    var json: JSON {
        .object([
            ("name", .text(name.description)), ("root", .text(root)), ("free", free.map { .number($0) } ?? .null),
            ("total", .number(total)), ("floor", .number(floor)), ("problem", .text(problem)),
        ])
    }
}
