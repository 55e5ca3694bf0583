internal import CLinux
internal import Linux
public import Restic

extension LocalRepository {
    /// The size of `object`, where that can be told without waiting for the disk. `nil` says nothing: only ``size(of:)``
    /// knows what is absent, empty, no file, or not to be told.
    public func sizeAtOnce(of object: Object) -> ByteCount? {
        guard tellsAtOnce else { return nil }
        let status =
            switch object {
            case .config: root.statusAtOnce(of: Layout.config)
            case .file(.data, let name):
                folder(of: .data).descriptor.statusAtOnce(of: "\(name.shard)/\(name.hex)")
            case .file(let kind, let name): folder(of: kind).descriptor.statusAtOnce(of: name.hex)
            }
        guard let status, status.kind == .regular, status.size > 0 else { return nil }
        return ByteCount(bytes: UInt64(status.size))
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
