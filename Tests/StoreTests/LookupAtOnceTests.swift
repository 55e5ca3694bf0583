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

    @Test("is not tried where a server or a daemon may be asked")
    func otherFileSystems() throws {
        #expect(!FileSystem.isKernelsOwn(try Descriptor.at("/proc", O_RDONLY | O_DIRECTORY)))
    }
}
