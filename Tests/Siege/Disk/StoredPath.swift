internal import Restic

/// What a path below a storage's root stands for.
enum StoredPath: Hashable {
    /// An object under its final name.
    case object(Object)
    /// Something that is no object: in `tmp` or in the trash.
    case aside

    /// `nil` for a file that no gate should ever make.
    init?(_ path: String, of client: String) {
        let repository = "\(Castle.group)/\(client)/"
        guard path.hasPrefix(repository) else { return nil }
        let parts = path.dropFirst(repository.count).split(separator: "/").map(String.init)
        switch (parts.first, parts.count) {
        case ("config", 1): self = .object(.config)
        case ("tmp", 2), ("trash", 2): self = .aside
        case ("data", 3):
            guard let name = FileName(parts[2]), name.shard == parts[1] else { return nil }
            self = .object(.file(.data, name))
        case (.some(let folder), 2):
            guard let kind = FileKind(rawValue: folder), kind != .data, let name = FileName(parts[1]) else {
                return nil
            }
            self = .object(.file(kind, name))
        default: return nil
        }
    }
}
