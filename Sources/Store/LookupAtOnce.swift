internal import CLinux
internal import Linux
public import Restic

extension LocalRepository {
    /// The size of `object`, where that can be told without waiting for the disk. `nil` says nothing: only ``size(of:)``
    /// knows what is absent, empty, no file, or not to be told.
    public func sizeAtOnce(of object: Object) -> ByteCount? {
        atOnce(object) { folder, path in folder.statusAtOnce(of: path).flatMap { Self.size($0) } }
    }

    /// Opens `object`, where that can be done without waiting for the disk. `nil` says nothing, as above.
    public func openAtOnce(_ object: Object) -> StoredObject? {
        atOnce(object) { folder, path in
            guard let file = folder.openAtOnce(path), let size = (try? file.status()).flatMap({ Self.size($0) }) else {
                return nil
            }
            return StoredObject(file, size: size)
        }
    }

    private func atOnce<Result>(_ object: Object, _ look: (borrowing Descriptor, String) -> Result?) -> Result? {
        guard tellsAtOnce else { return nil }
        return switch object {
        case .config: look(root, Layout.config)
        case .file(.data, let name): look(folder(of: .data).descriptor, "\(name.shard)/\(name.hex)")
        case .file(let kind, let name): look(folder(of: kind).descriptor, name.hex)
        }
    }

    private static func size(_ status: FileStatus) -> ByteCount? {
        status.kind == .regular && status.size > 0 ? ByteCount(bytes: UInt64(status.size)) : nil
    }
}

extension FileSystem {
    /// Whether the kernel itself knows how long a file is once it has looked it up: it asks no server and no daemon.
    /// What we do not know for sure is not among them. Source: linux/magic.h, and statfs(2).
    static func isKernelsOwn(_ folder: borrowing Descriptor) -> Bool {
        var number: UInt32 = 0
        let raw = folder.raw
        guard unsafe clinux_file_system(raw, &number) == 0 else { return false }
        // ext2 to ext4, XFS, btrfs, F2FS, bcachefs; tmpfs, ramfs.
        return [0x0000_ef53, 0x5846_5342, 0x9123_683e, 0xf2f5_2010, 0xca45_1a4e, 0x0102_1994, 0x8584_58f6]
            .contains(number)
    }
}
