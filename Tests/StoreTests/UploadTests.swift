import Glibc
import Linux
import Policy
import Restic
import Testing

@testable import LedgerClient
@testable import Store

@Suite("An upload") struct UploadTests {
    let scratch: Scratch
    let repository: LocalRepository

    init() throws {
        scratch = try Scratch()
        repository = try scratch.open()
    }

    @Test("is stored under its name in restic's own layout, for reading only", arguments: FileKind.allCases)
    func stored(kind: FileKind) throws {
        let object = try Sample.object(kind)
        #expect(try repository.store(object, Sample.bytes) == .stored)
        #expect(try repository.bytes(of: object) == Sample.bytes)
        let shard = kind == .data ? "ba/" : ""
        let folder = try Descriptor.at(scratch.path("\(kind.rawValue)/\(shard)"), O_RDONLY | O_DIRECTORY)
        #expect(try folder.status(of: Sample.hex).permissions == 0o400)
        #expect(try scratch.names(in: "tmp").isEmpty)
    }

    @Test("whose bytes are not those of its name leaves nothing")
    func wrongHash() throws {
        let object = try Sample.object(.data)
        let name = try #require(FileName(Sample.hex))
        #expect(throws: StoreError.hashMismatch(expected: name)) {
            try repository.upload(object, Array("abd".utf8))
        }
        #expect(try repository.size(of: object) == nil)
        #expect(try scratch.names(in: "tmp").isEmpty)
    }

    @Test("that is shorter or longer than announced leaves nothing", arguments: [2, 4])
    func wrongLength(announced: Int) throws {
        let object = try Sample.object(.data)
        #expect(throws: StoreError.lengthMismatch) {
            try repository.upload(object, Sample.bytes, announced: announced)
        }
        #expect(try repository.size(of: object) == nil)
        #expect(try scratch.names(in: "tmp").isEmpty)
    }

    @Test("of what is there already writes nothing and is confirmed")
    func repeated() throws {
        let object = try Sample.object(.data)
        try repository.store(object, Sample.bytes)
        let again = try repository.upload(object, Sample.bytes)
        #expect(again.isRepeat)
        try repository.confirm(again)
        #expect(try scratch.names(in: "tmp").isEmpty)
    }

    @Test("of what is there already but damaged is not confirmed", arguments: ["abd", "ab"])
    func damaged(found: String) throws {
        let object = try Sample.object(.data)
        try scratch.plant(Array(found.utf8), at: "data/ba/\(Sample.hex)")
        let upload = try repository.upload(object, Sample.bytes)
        #expect(throws: StoreError.damaged(object)) { try repository.confirm(upload) }
        #expect(try repository.bytes(of: object) == Array(found.utf8))
    }

    @Test("that loses a race finds the winner's object, and replaces nothing")
    func race() throws {
        let object = try Sample.object(.data)
        let first = try repository.upload(object, Sample.bytes, name: "1.1")
        let second = try repository.upload(object, Sample.bytes, name: "2.1")
        #expect(try repository.commit(first, .save(object)) == .stored)
        #expect(try repository.commit(second, .save(object)) == .present)
        #expect(try repository.bytes(of: object) == Sample.bytes)
    }

    @Test("of a second config is refused, and one of the same bytes is confirmed")
    func config() throws {
        try repository.store(.config, Sample.bytes)
        let other = try repository.upload(.config, Array("other".utf8))
        #expect(throws: StoreError.configDiffers) { try repository.confirm(other) }
        try repository.confirm(repository.upload(.config, Sample.bytes))
        #expect(try repository.bytes(of: .config) == Sample.bytes)
    }

    @Test("needs a permit for just this object")
    func permit() throws {
        let object = try Sample.object(.data)
        let upload = try repository.upload(object, Sample.bytes)
        #expect(throws: StoreError.permitMismatch) { try repository.commit(upload, .save(.config)) }
        #expect(throws: StoreError.permitMismatch) { try repository.commit(upload, .remove(object)) }
        #expect(try repository.size(of: object) == nil)
    }

    @Test("onto an empty file, which a denied open may leave, is no success")
    func emptyFile() throws {
        let object = try Sample.object(.data)
        try scratch.plant([], at: "data/ba/\(Sample.hex)")
        #expect(try repository.size(of: object) == nil)
        #expect(try repository.names(of: .data).isEmpty)
        let upload = try repository.upload(object, Sample.bytes)
        #expect(throws: StoreError.damaged(object)) { try repository.commit(upload, .save(object)) }
    }

    @Test("that nobody writes any more is swept away, one that is being written stays")
    func sweeping() throws {
        try scratch.plant([1], at: "tmp/9.9")
        let object = try Sample.object(.data)
        let upload = try repository.begin(object, length: ByteCount(bytes: 3), temporaryName: "1.1")
        #expect(try repository.sweepTemporaryFiles() == 1)
        #expect(try scratch.names(in: "tmp") == ["1.1"])
        _ = upload
    }

    @Test("gets its name also where the file system has no renameat2, and never replaces")
    func linking() throws {
        try scratch.plant([1], at: "tmp/a")
        try scratch.plant([2], at: "tmp/b")
        let folder = try Descriptor.at(scratch.path("tmp"), O_RDONLY | O_DIRECTORY)
        try Renaming.linkat.move("a", in: folder.raw, to: "c", in: folder.raw)
        #expect(try scratch.names(in: "tmp") == ["b", "c"])
        #expect(throws: SystemCallError("linkat", EEXIST)) {
            try Renaming.linkat.move("b", in: folder.raw, to: "c", in: folder.raw)
        }
        #expect(throws: SystemCallError("renameat2", EEXIST)) {
            try Renaming.renameat2.move("b", in: folder.raw, to: "c", in: folder.raw)
        }
        #expect(try folder.open("c", O_RDONLY).readAll(limit: 9) == [1])
    }
}
