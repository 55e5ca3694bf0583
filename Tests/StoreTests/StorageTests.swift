import Glibc
import LedgerWire
import Linux
import Policy
import Restic
import Testing

@testable import LedgerClient
@testable import Store

@Suite("A storage") struct StorageTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("is tried out, and nothing of that stays")
    func probe() throws {
        let probe = try StorageProbe(scratch.storage)
        #expect(probe.renaming == .renameat2)
        let shared = Scratch.shared
        let root = try Descriptor.at(scratch.root, O_RDONLY | O_DIRECTORY)
        #expect(try root.names() == ["web1"])
        #expect(try FileSystem(of: root) == probe.fileSystem)
        #expect(try FileSystem(of: Descriptor.at(shared, O_RDONLY | O_DIRECTORY)).keeping == .memory)
        #expect(throws: StoreError.rootMissing(scratch.root + "/gone")) {
            try StorageProbe(LocalStorage(root: scratch.root + "/gone"))
        }
    }

    @Test("says what is free, as df does")
    func free() throws {
        let before = try scratch.storage.free()
        let space = try scratch.open().freeSpace()
        var status = statvfs()
        #expect(unsafe statvfs(scratch.root, &status) == 0)
        let whole = UInt64(status.f_blocks) * UInt64(status.f_frsize)
        for bytes in [before, space.bytes] { #expect(bytes.bytes > 0 && bytes.bytes <= whole) }
        #expect(space.inodeFloor == UInt64(status.f_files) / 100)
        #expect(space.inodes > space.inodeFloor)
    }

    @Test("gives a name only to what has none there", arguments: [Renaming.renameat2, .linkat])
    func renaming(mode: Renaming) throws {
        for name in ["old", "taken"] { try scratch.plant(Array(name.utf8), at: "tmp/\(name)") }
        let folder = try Descriptor.at(scratch.path("tmp"), O_RDONLY | O_DIRECTORY)
        #expect(throws: SystemCallError.self) { try mode.move("old", in: folder.raw, to: "taken", in: folder.raw) }
        #expect(try scratch.names(in: "tmp") == ["old", "taken"])
        try mode.move("old", in: folder.raw, to: "new", in: folder.raw)
        #expect(try scratch.names(in: "tmp") == ["new", "taken"])
        #expect(throws: SystemCallError.self) { try mode.move("old", in: folder.raw, to: "new", in: folder.raw) }
    }

    @Test("without renameat2 ends a move that was cut between its two calls")
    func cut() throws {
        try scratch.plant([1], at: "tmp/old")
        #expect(unsafe link(scratch.path("tmp/old"), scratch.path("tmp/new")) == 0)
        let folder = try Descriptor.at(scratch.path("tmp"), O_RDONLY | O_DIRECTORY)
        try Renaming.linkat.move("old", in: folder.raw, to: "new", in: folder.raw)
        #expect(try scratch.names(in: "tmp") == ["new"])
    }

    @Test("claims a file in spite of sweeps that take it away, and gives up where one never ends")
    func claims() throws {
        let folder = try Descriptor.at(scratch.path("tmp"), O_RDONLY | O_DIRECTORY)
        let file = try Descriptor.makeClaimed("mine", in: folder.raw)
        #expect(try file.status().permissions == 0o400)
        let other = try Descriptor.at(scratch.path("tmp/mine"), O_RDONLY)
        #expect(flock(other.raw, LOCK_EX | LOCK_NB) == -1)
        #expect(throws: SystemCallError("openat", EEXIST)) { _ = try Descriptor.makeClaimed("mine", in: folder.raw) }
    }
}

extension Scratch {
    /// A folder in memory, which every machine has.
    static let shared = "/dev/shm"
}
