import Glibc
import Policy
import Restic
import Testing

@testable import LedgerClient
@testable import Store

@Suite("An inventory") struct InventoryTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func inventory() throws -> Inventory {
        try #require(try Inventory(of: scratch.place, in: scratch.storage))
    }

    private func objects() throws -> [String: UInt64] {
        var found: [String: UInt64] = [:]
        try inventory().forEach { (object, size) in found[object.description] = size.bytes }
        return found
    }

    /// Stores one object of each kind, and a config.
    private func fill() throws {
        let repository = try scratch.open()
        for kind in FileKind.allCases { try repository.store(Sample.object(kind), Sample.bytes) }
        try repository.store(.config, [1, 2])
    }

    @Test("has every object with its size, and nothing else")
    func all() throws {
        try fill()
        let other = String(repeating: "0", count: 64)
        for junk in ["index/README", "snapshots/\(Sample.hex).tmp", "data/00/\(Sample.hex)", "data/README"] {
            try scratch.plant([1], at: junk)
        }
        try scratch.plant([], at: "index/\(other)")
        var wanted: [String: UInt64] = ["config": 2]
        for kind in FileKind.allCases { wanted["\(kind.rawValue)/\(Sample.hex)"] = 3 }
        #expect(try objects() == wanted)
        for kind in FileKind.allCases { #expect(try inventory().size(of: Sample.object(kind))?.bytes == 3) }
        #expect(try inventory().size(of: .config)?.bytes == 2)
        #expect(try inventory().size(of: .file(.index, #require(FileName(other)))) == nil)
    }

    @Test("names objects in order, and opens each")
    func reads() throws {
        try fill()
        let first = String(repeating: "0", count: 64)
        try scratch.plant([1], at: "snapshots/\(first)")
        let inventory = try inventory()
        #expect(try inventory.names(of: .snapshots).map(\.hex) == [first, Sample.hex])
        for kind in FileKind.allCases { #expect(try inventory.open(Sample.object(kind))?.readAll() == Sample.bytes) }
        #expect(try inventory.open(.config)?.readAll() == [1, 2])
        let absent = try #require(FileName(String(repeating: "1", count: 64)))
        for kind in FileKind.allCases { #expect(try inventory.open(.file(kind, absent)) == nil) }
        for folder in ["index", "data/11"] { _ = unsafe system("rm -rf '\(scratch.path(folder))'") }
        for kind in [FileKind.index, .data] { #expect(try inventory.open(.file(kind, absent)) == nil) }
    }

    @Test("of a repository that lacks folders has what is there")
    func partial() throws {
        for folder in ["index", "data/ba"] { #expect(unsafe rmdir(scratch.path(folder)) == 0) }
        try scratch.plant(Sample.bytes, at: "snapshots/\(Sample.hex)")
        #expect(try objects() == ["snapshots/\(Sample.hex)": 3])
        for kind in [FileKind.index, .data] { #expect(try inventory().size(of: Sample.object(kind)) == nil) }
    }

    @Test("of a place where nothing is says so; one that cannot be told fails")
    func absent() throws {
        #expect(try Inventory(of: Place(parsing: "main:nothing"), in: scratch.storage) == nil)
        #expect(throws: StoreError.self) {
            try Inventory(of: scratch.place, in: LocalStorage(root: scratch.root + "/gone"))
        }
        #expect(unsafe symlink("/etc/hostname", scratch.path("index/\(Sample.hex)")) == 0)
        #expect(throws: StoreError.self) { try objects() }
    }
}
