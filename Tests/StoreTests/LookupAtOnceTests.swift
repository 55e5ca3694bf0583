import CLinux
import Glibc
import Linux
import Policy
import Restic
import Testing

@testable import LedgerClient
@testable import Store

@Suite("A look-up that waits for nothing") struct LookupAtOnceTests {
    let scratch: Scratch
    let repository: LocalRepository

    /// On the kernel's own file system in memory, which is there whatever /tmp is; it takes Linux 5.12.
    init() throws {
        scratch = try Scratch(in: "/dev/shm")
        repository = try scratch.open()
    }

    @Test("finds what was just stored", arguments: FileKind.allCases)
    func stored(kind: FileKind) throws {
        let object = try Sample.object(kind)
        try repository.store(object, Sample.bytes)
        #expect(repository.sizeAtOnce(of: object) == ByteCount(bytes: UInt64(Sample.bytes.count)))
    }

    @Test("finds the config")
    func config() throws {
        #expect(repository.sizeAtOnce(of: .config) == nil)
        try scratch.plant([1, 2], at: "config")
        #expect(repository.sizeAtOnce(of: .config) == ByteCount(bytes: 2))
    }

    @Test("says nothing of what is not there, was looked for before, or is gone", arguments: FileKind.allCases)
    func absent(kind: FileKind) throws {
        let object = try Sample.object(kind)
        #expect(repository.sizeAtOnce(of: object) == nil)
        #expect(try repository.size(of: object) == nil)
        #expect(repository.sizeAtOnce(of: object) == nil)
        let name = "\(kind.rawValue)/\(kind == .data ? "ba/" : "")\(Sample.hex)"
        try scratch.plant([1], at: name)
        #expect(try repository.size(of: object) == ByteCount(bytes: 1))
        #expect(unsafe unlink(scratch.path(name)) == 0)
        #expect(repository.sizeAtOnce(of: object) == nil)
    }

    @Test("leaves to the other look-up what is empty, a link, or a folder", arguments: ["empty", "link", "folder"])
    func strange(what: String) throws {
        let object = try Sample.object(.index)
        let name = scratch.path("index/\(Sample.hex)")
        switch what {
        case "empty": try scratch.plant([], at: "index/\(Sample.hex)")
        case "link": #expect(unsafe symlink("/etc/hostname", name) == 0)
        default: #expect(unsafe mkdir(name, 0o700) == 0)
        }
        #expect(repository.sizeAtOnce(of: object) == nil)
    }

    @Test("goes through no link in place of a folder of data")
    func linkedShard() throws {
        let object = try Sample.object(.data)
        #expect(unsafe rmdir(scratch.path("data/ba")) == 0)
        #expect(unsafe symlink("bb", scratch.path("data/ba")) == 0)
        try scratch.plant([1], at: "data/bb/\(Sample.hex)")
        #expect(repository.sizeAtOnce(of: object) == nil)
        #expect(throws: StoreError.self) { try repository.size(of: object) }
    }

    @Test("opens what was just stored", arguments: FileKind.allCases)
    func opens(kind: FileKind) throws {
        let object = try Sample.object(kind)
        try repository.store(object, Sample.bytes)
        #expect(repository.openAtOnce(object)?.size == ByteCount(bytes: UInt64(Sample.bytes.count)))
    }

    /// The file system in memory of some kernels does not tell what would wait; the disk's that people use do.
    @Test("reads any part of what was just stored, and nothing where not all of it is there")
    func reads() throws {
        let scratch = try Scratch()
        let repository = try scratch.open()
        let object = try Sample.object(.index)
        try repository.store(object, Sample.bytes)
        let stored = try #require(try repository.open(object))
        var number: UInt32 = 0
        #expect(unsafe clinux_file_system(repository.root.raw, &number) == 0)
        // ext4, XFS, btrfs: linux/magic.h.
        let tells = [0x0000_ef53, 0x5846_5342, 0x9123_683e].contains(number)
        let count = Sample.bytes.count
        for range in [0..<count, 1..<2, (count - 1)..<count] {
            let bytes = Self.read(stored, range)
            #expect(bytes == Array(Sample.bytes[range]) || !tells && bytes == nil)
        }
        #expect(Self.read(stored, 1..<(count + 1)) == nil)
    }

    /// With `relatime`, which mounts have, a file that was last read before it was changed is told of each reading.
    @Test("does not change when a file was last read, for which the disk may have to be waited for")
    func leavesTimes() throws {
        let scratch = try Scratch()
        let repository = try scratch.open()
        try scratch.plant([1, 2], at: "config")
        let old = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1_000_000, tv_nsec: 0)]
        #expect(unsafe utimensat(AT_FDCWD, scratch.path("config"), old, 0) == 0)
        if let stored = repository.openAtOnce(.config) { _ = Self.read(stored, 0..<2) }
        var status = stat()
        #expect(unsafe stat(scratch.path("config"), &status) == 0 && status.st_atim.tv_sec == 1)
    }

    @Test(
        "opens nothing that is empty, a link, a folder, or behind a link",
        arguments: ["empty", "link", "folder", "shard"])
    func opensNothingStrange(what: String) throws {
        let name = scratch.path("index/\(Sample.hex)")
        switch what {
        case "empty": try scratch.plant([], at: "index/\(Sample.hex)")
        case "link": #expect(unsafe symlink("/etc/hostname", name) == 0)
        case "folder": #expect(unsafe mkdir(name, 0o700) == 0)
        default:
            #expect(unsafe rmdir(scratch.path("data/ba")) == 0)
            #expect(unsafe symlink("bb", scratch.path("data/ba")) == 0)
            try scratch.plant([1], at: "data/bb/\(Sample.hex)")
        }
        #expect(try repository.openAtOnce(Sample.object(what == "shard" ? .data : .index)) == nil)
    }

    /// Bytes of what is open; `nil` where they are not all in memory.
    private static func read(_ stored: StoredObject, _ range: Range<Int>) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: range.count)
        let isWhole = unsafe bytes.withUnsafeMutableBytes {
            unsafe stored.readAtOnce(into: $0, at: UInt64(range.lowerBound))
        }
        return isWhole ? bytes : nil
    }

    @Test("is not tried where a server or a daemon may be asked")
    func otherFileSystems() throws {
        #expect(!FileSystem.isKernelsOwn(try Descriptor.at("/proc", O_RDONLY | O_DIRECTORY)))
    }
}
