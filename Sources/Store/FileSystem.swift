internal import CLinux
internal import Linux

/// The kind of a file system, by its number. Source: statfs(2).
public struct FileSystem: Hashable, Sendable {
    /// Where it keeps what it is given.
    public enum Keeping: Hashable, Sendable {
        /// On a disk of this machine.
        case disk
        /// In memory.
        case memory
        /// Somewhere that this machine cannot answer for; why.
        case elsewhere(String)
    }

    /// Its name; the number where we do not know it.
    public let name: String
    /// Where it keeps what it is given.
    public let keeping: Keeping

    /// That of an open folder.
    ///
    /// - Throws: the `errno` of fstatfs(2).
    init(of folder: borrowing Descriptor) throws(SystemCallError) {
        var number: UInt32 = 0
        let raw = folder.raw
        try retrying("fstatfs") { unsafe clinux_file_system(raw, &number) }
        (name, keeping) = Self.known[number] ?? ("file system 0x" + String(number, radix: 16), .disk)
    }

    private static let server =
        "whether it is on a disk when it says so depends on the server (NFS: an export with sync)"
    private static let layer = "this is a container's own layer, which goes with the container: mount a volume there"
    private static let daemon = "a program answers for this file system: ask it whether fsync reaches a disk"

    /// Source: linux/magic.h, and statfs(2).
    private static let known: [UInt32: (String, Keeping)] = [
        0x0000_ef53: ("ext4", .disk), 0x5846_5342: ("XFS", .disk), 0x9123_683e: ("btrfs", .disk),
        0x2fc1_2fc1: ("ZFS", .disk), 0xf2f5_2010: ("F2FS", .disk), 0xca45_1a4e: ("bcachefs", .disk),
        0x0102_1994: ("tmpfs", .memory), 0x8584_58f6: ("ramfs", .memory), 0x0000_6969: ("NFS", .elsewhere(server)),
        0xff53_4d42: ("CIFS", .elsewhere(server)), 0xfe53_4d42: ("SMB", .elsewhere(server)),
        0x0102_1997: ("9p", .elsewhere(server)), 0x00c3_6400: ("Ceph", .elsewhere(server)),
        0x6573_5546: ("FUSE", .elsewhere(daemon)), 0x794c_7630: ("overlay", .elsewhere(layer)),
    ]
}
