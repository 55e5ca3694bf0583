import Glibc
import LedgerWire
import Policy
import Restic
import Testing

@testable import LedgerClient
@testable import Store

@Suite("The trash") struct TrashTests {
    let scratch: Scratch
    let repository: LocalRepository
    let trash: Trash

    init() throws {
        scratch = try Scratch()
        repository = try scratch.open()
        trash = try Trash.make(in: repository, run: 7)
    }

    private func inventory() throws -> TrashInventory {
        try #require(try TrashInventory(of: scratch.place, in: scratch.storage))
    }

    private func contents(of run: UInt64) throws -> [String: UInt64] {
        var found: [String: UInt64] = [:]
        try inventory().forEach(in: run) { (object, size) in found[object.description] = size.bytes }
        return found
    }

    @Test("takes an object of each kind and gives it back as it was", arguments: FileKind.allCases)
    func thereAndBack(kind: FileKind) throws {
        let object = try Sample.object(kind)
        try repository.store(object, Sample.bytes)
        try trash.take(object, .of(.trash, object))
        #expect(try repository.size(of: object) == nil)
        #expect(try contents(of: 7) == [object.description: 3])
        #expect(try trash.open(object)?.readAll() == Sample.bytes)
        try trash.giveBack(object, .of(.restore, object))
        #expect(try repository.bytes(of: object) == Sample.bytes)
        #expect(try contents(of: 7).isEmpty)
    }

    @Test("is told twice to take or give back, since its gate died before its word, and does it once")
    func repeated() throws {
        let object = try Sample.object(.data)
        try repository.store(object, Sample.bytes)
        for _ in 0..<2 { try trash.take(object, .of(.trash, object)) }
        #expect(try contents(of: 7).count == 1)
        for _ in 0..<2 { try trash.giveBack(object, .of(.restore, object)) }
        #expect(try repository.bytes(of: object) == Sample.bytes)
        for _ in 0..<2 { try trash.purge(object, .of(.purge, object)) }
    }

    @Test("cannot give back what is nowhere")
    func nowhere() throws {
        let object = try Sample.object(.data)
        #expect(throws: StoreError.self) { try trash.giveBack(object, .of(.restore, object)) }
    }

    @Test("replaces nothing: what came again stays, and so does what is in the trash")
    func collision() throws {
        let object = try Sample.object(.index)
        try repository.store(object, Sample.bytes)
        try trash.take(object, .of(.trash, object))
        try scratch.plant(Array("abd".utf8), at: "index/\(Sample.hex)")
        #expect(throws: StoreError.self) { try trash.take(object, .of(.trash, object)) }
        try trash.giveBack(object, .of(.restore, object))
        #expect(try repository.bytes(of: object) == Array("abd".utf8))
        #expect(try trash.open(object)?.readAll() == Sample.bytes)
    }

    @Test("purges one object for good, and no other")
    func purge() throws {
        let (object, other) = (try Sample.object(.data), try Sample.object(.index))
        for each in [object, other] {
            try repository.store(each, Sample.bytes)
            try trash.take(each, .of(.trash, each))
        }
        try trash.purge(object, .of(.purge, object))
        #expect(try contents(of: 7) == [other.description: 3])
        #expect(try trash.open(object) == nil)
    }

    @Test("needs a permit for just this act on just this object", arguments: [Action.trash, .restore, .purge, .remove])
    func permits(action: Action) throws {
        let (object, other) = (try Sample.object(.data), try Sample.object(.index))
        try repository.store(object, Sample.bytes)
        func refuses(_ act: (consuming Permit) throws -> Void, _ own: Action) {
            #expect(throws: StoreError.permitMismatch) { try act(.of(own, other)) }
            if action != own { #expect(throws: StoreError.permitMismatch) { try act(.of(action, object)) } }
        }
        refuses({ try trash.take(object, $0) }, .trash)
        refuses({ try trash.giveBack(object, $0) }, .restore)
        refuses({ try trash.purge(object, $0) }, .purge)
        #expect(try repository.bytes(of: object) == Sample.bytes)
        #expect(throws: StoreError.permitMismatch) { try trash.take(.config, .of(.trash, .config)) }
    }

    @Test("has a part for each run, and forgets those that are empty")
    func parts() throws {
        let object = try Sample.object(.snapshots)
        try repository.store(object, Sample.bytes)
        let second = try Trash.make(in: repository, run: 12)
        try second.take(object, .of(.trash, object))
        try scratch.plant([1], at: "trash/keys.\(Sample.hex).3")
        #expect(try inventory().runs() == [7, 12])
        try Trash.removeEmptyParts(in: repository)
        #expect(try inventory().runs() == [12])
        #expect(try contents(of: 12) == [object.description: 3])
        #expect(try contents(of: 7).isEmpty)
        #expect(throws: StoreError.self) { try Trash(of: repository, run: 7) }
        #expect(try Trash(of: repository, run: 12).open(object)?.size == ByteCount(bytes: 3))
    }

    @Test("of a repository without one is told from an empty one")
    func absent() throws {
        #expect(try TrashInventory(of: Place(parsing: "main:nothing"), in: scratch.storage) == nil)
        #expect(try TrashInventory(of: scratch.place, in: scratch.storage)?.runs() == [7])
    }
}

extension Permit {
    fileprivate static func of(_ action: Action, _ object: Object) -> Permit {
        Permit(row: 1, action: action, object: object)
    }
}
