internal import Glibc

/// The disk under a file system, as the kernel describes it.
///
/// Source: the kernel's Documentation/ABI/stable/sysfs-block.
public struct BlockDevice: Hashable, Sendable {
    /// Whether it is said to turn: then each jump to another place costs milliseconds. Many virtual disks say so too.
    public let isRotating: Bool
    /// Whether it takes writes into a cache of its own, and puts them in order there.
    public let hasWriteCache: Bool
    /// Bytes of a write that it does best with, a whole stripe for example; 0 where it does not say.
    public let optimalWrite: Int

    /// Takes what is known.
    public init(isRotating: Bool, hasWriteCache: Bool, optimalWrite: Int) {
        (self.isRotating, self.hasWriteCache, self.optimalWrite) = (isRotating, hasWriteCache, optimalWrite)
    }

    /// That under an open folder; `nil` where there is none, or the kernel does not show it.
    public init?(under folder: borrowing Descriptor) {
        guard let device = try? folder.status().identity.device else { return nil }
        // As glibc packs both numbers. Source: makedev(3).
        let major = device >> 8 & 0xfff | device >> 32 & 0xffff_f000
        let minor = device & 0xff | device >> 12 & 0xffff_ff00
        let number = "/sys/dev/block/\(major):\(minor)"
        // A partition is a folder in that of its disk, which has the queue.
        for path in ["\(number)/queue", "\(number)/../queue"] {
            if let queue = try? Descriptor.at(path, O_RDONLY | O_DIRECTORY) {
                self.init(queue: queue)
                return
            }
        }
        return nil
    }

    /// Reads the files of a folder `queue`; `nil` where one is missing.
    init?(queue: borrowing Descriptor) {
        guard let rotational = Self.line(of: "rotational", in: queue),
            let cache = Self.line(of: "write_cache", in: queue),
            let optimal = Self.line(of: "optimal_io_size", in: queue).flatMap({ Int($0) })
        else { return nil }
        self.init(isRotating: rotational == "1", hasWriteCache: cache == "write back", optimalWrite: optimal)
    }

    private static func line(of name: String, in queue: borrowing Descriptor) -> String? {
        guard let bytes = try? queue.open(name, O_RDONLY).readAll(limit: 4096) else { return nil }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
