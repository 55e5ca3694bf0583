import Glibc
import Linux
import Policy
import Restic
import Testing

@testable import LedgerClient
@testable import Store

@Suite("A look-up") struct LookupTests {
    let scratch: Scratch
    let repository: LocalRepository

    init() throws {
        scratch = try Scratch()
        repository = try scratch.open()
    }

    @Test("of nothing says so, without an error", arguments: FileKind.allCases)
    func absent(kind: FileKind) throws {
        let object = try Sample.object(kind)
        #expect(try repository.size(of: object) == nil)
        #expect(try repository.bytes(of: object) == nil)
        #expect(try repository.names(of: kind).isEmpty)
    }

    @Test("hands bytes to a pipe as they are stored, from any offset; beyond the end it fails")
    func splices() throws {
        let object = try Sample.object(.data)
        try repository.store(object, Sample.bytes)
        let stored = try #require(try repository.open(object))
        for (offset, wanted) in [(0, "abc"), (1, "b"), (2, "c")] {
            let pipe = try Pipe()
            let count = offset == 1 ? 1 : 100
            #expect(try stored.splice(into: pipe.writing, at: UInt64(offset), count: count) == wanted.utf8.count)
            var bytes = [UInt8](repeating: 0, count: wanted.utf8.count)
            #expect(try unsafe bytes.withUnsafeMutableBytes { try unsafe pipe.reading.read(into: $0) } == bytes.count)
            #expect(bytes == Array(wanted.utf8))
        }
        let pipe = try Pipe()
        #expect(throws: StoreError.system(SystemCallError("splice", EIO))) {
            try stored.splice(into: pipe.writing, at: 3, count: 1)
        }
        let file = try Descriptor.at(scratch.path("index"), O_RDONLY | O_DIRECTORY)
        #expect(throws: StoreError.self) { try stored.splice(into: file, at: 0, count: 1) }
    }

    @Test("through a symbolic link fails, and is never absent", arguments: ["/etc/hostname", "nowhere", Sample.hex])
    func link(target: String) throws {
        let object = try Sample.object(.index)
        #expect(unsafe symlink(target, scratch.path("index/\(Sample.hex)")) == 0)
        #expect(throws: StoreError.notRegular(object.description)) { try repository.size(of: object) }
        #expect(throws: StoreError.notRegular(object.description)) { try repository.bytes(of: object) }
        #expect(throws: StoreError.notRegular(Sample.hex)) { try repository.names(of: .index) }
    }

    @Test("of a folder under an object's name fails")
    func folder() throws {
        let object = try Sample.object(.snapshots)
        #expect(unsafe mkdir(scratch.path("snapshots/\(Sample.hex)"), 0o700) == 0)
        #expect(throws: StoreError.self) { try repository.size(of: object) }
        #expect(throws: StoreError.self) { try repository.names(of: .snapshots) }
    }

    @Test("in a folder of data that is a link, or no folder, fails", arguments: [true, false])
    func brokenShard(isLink: Bool) throws {
        let object = try Sample.object(.data)
        let shard = scratch.path("data/ba")
        #expect(unsafe rmdir(shard) == 0)
        if isLink { #expect(unsafe symlink("bb", shard) == 0) } else { try scratch.plant([1], at: "data/ba") }
        #expect(throws: StoreError.self) { try repository.size(of: object) }
        #expect(throws: StoreError.self) { try repository.bytes(of: object) }
        #expect(throws: StoreError.self) { try repository.names(of: .data) }
    }

    @Test("in a folder that is not there fails as a list: that is not an empty one")
    func missingShard() throws {
        #expect(unsafe rmdir(scratch.path("data/ba")) == 0)
        #expect(throws: StoreError.system(SystemCallError("openat", ENOENT))) { try repository.names(of: .data) }
    }

    @Test("works in a repository that is opened for reading, and nothing can be added or removed there")
    func reading() throws {
        try repository.store(Sample.object(.data), Sample.bytes)
        try repository.store(Sample.object(.locks), Sample.bytes)
        let reading = try LocalRepository(scratch.storage, scratch.place, for: .reading)
        #expect(!reading.isWritable)
        #expect(try reading.bytes(of: Sample.object(.data)) == Sample.bytes)
        #expect(throws: StoreError.readOnly) {
            try reading.upload(Sample.object(.index), Sample.bytes)
        }
        let (object, name) = (try Sample.object(.locks), try #require(FileName(Sample.hex)))
        #expect(throws: StoreError.readOnly) { try reading.removeLock(name, .remove(object)) }
        #expect(try reading.bytes(of: object) == Sample.bytes)
    }

    @Test("passes over names that are no object's")
    func junk() throws {
        for name in ["README", "\(Sample.hex).tmp", Sample.hex.uppercased(), String(Sample.hex.dropLast())] {
            try scratch.plant([1], at: "index/\(name)")
        }
        try scratch.plant([1], at: "data/00/\(Sample.hex)")
        #expect(try repository.names(of: .index).isEmpty)
        #expect(try repository.names(of: .data).isEmpty)
        try repository.store(Sample.object(.data), Sample.bytes)
        #expect(try repository.names(of: .data) == [Sample.hex])
    }

    @Test("finds all of many objects, in all folders of data")
    func many() throws {
        let digits = Array("0123456789abcdef")
        var expected: [String] = []
        for first in digits {
            for second in digits {
                for last in digits.prefix(8) {
                    let hex = "\(first)\(second)" + String(repeating: "5", count: 61) + String(last)
                    try scratch.plant([7], at: "data/\(first)\(second)/\(hex)")
                    expected.append(hex)
                }
            }
        }
        #expect(try repository.names(of: .data) == expected.sorted())
    }
}
