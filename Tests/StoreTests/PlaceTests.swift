import Glibc
import LedgerWire
import Linux
import Policy
import Restic
import Testing

@testable import LedgerClient
@testable import Store

@Suite("A repository's place") struct PlaceTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("says what is there: nothing, a skeleton, a repository")
    func presence() throws {
        let other = try Place(parsing: "main:other/deep")
        #expect(try scratch.storage.presence(at: other) == .absent)
        #expect(try scratch.storage.presence(at: scratch.place) == .skeleton)
        try scratch.open().store(.config, [1])
        #expect(try scratch.storage.presence(at: scratch.place) == .configured)
    }

    @Test("in a storage that is not mounted is a failure, never absent")
    func unmounted() throws {
        let gone = LocalStorage(root: scratch.root + "/gone")
        #expect(throws: StoreError.rootMissing(gone.root)) { try gone.presence(at: scratch.place) }
    }

    @Test("gets all 256 folders of data")
    func folders() throws {
        #expect(try scratch.names(in: "data").count == 256)
        #expect(
            try scratch.names(in: "") == ["data", "index", "keys", "locks", "snapshots", "tmp", "trash"])
    }

    @Test("may not lie inside another repository", arguments: ["main:web1/inner", "main:web1/a/b/c"])
    func inside(text: String) throws {
        let inner = try Place(parsing: text)
        #expect(throws: StoreError.nested("web1")) { try scratch.storage.create(at: inner, .create) }
        #expect(try scratch.storage.presence(at: inner) == .absent)
    }

    @Test("may not hold another repository")
    func around() throws {
        let inner = try Place(parsing: "main:hosts/a/web2")
        try scratch.storage.create(at: inner, .create)
        #expect(throws: StoreError.nested("hosts/a/web2")) {
            try scratch.storage.create(at: Place(parsing: "main:hosts"), .create)
        }
        try scratch.storage.create(at: Place(parsing: "main:hosts/a/web3"), .create)
    }

    @Test("may hold folders that are none, however deep, but no repository in them")
    func plainFolders() throws {
        for folder in ["plain", "plain/a", "plain/a/b"] {
            #expect(unsafe mkdir("\(scratch.root)/\(folder)", 0o700) == 0)
        }
        try scratch.storage.create(at: Place(parsing: "main:plain"), .create)
        #expect(try scratch.storage.presence(at: Place(parsing: "main:plain")) == .skeleton)
    }

    @Test("gets the folders that it lacks, and keeps what it has")
    func completion() throws {
        let object = try Sample.object(.data)
        try scratch.open().store(object, Sample.bytes)
        for folder in ["data/00", "trash", "tmp"] { #expect(unsafe rmdir(scratch.path(folder)) == 0) }
        #expect(throws: StoreError.self) { try scratch.open() }
        try scratch.storage.complete(at: scratch.place)
        #expect(try scratch.names(in: "data").count == 256)
        #expect(try scratch.names(in: "").count == 7)
        #expect(try scratch.open().bytes(of: object) == Sample.bytes)
        try scratch.storage.complete(at: scratch.place)
    }

    @Test("is not opened where nothing is")
    func nothing() throws {
        #expect(throws: StoreError.system(SystemCallError("openat", ENOENT))) {
            try LocalRepository(scratch.storage, Place(parsing: "main:nothing"))
        }
    }

    @Test("belongs to whom the storage belongs, also where root makes it")
    func owner() throws {
        if geteuid() == 0 { #expect(unsafe chown(scratch.root, 65534, 65534) == 0) }
        try scratch.storage.create(at: Place(parsing: "main:hosts/new"), .create)
        let root = try Descriptor.at(scratch.root, O_RDONLY | O_DIRECTORY)
        for folder in ["hosts", "hosts/new", "hosts/new/data/7f", "hosts/new/tmp"] {
            #expect(try root.status(of: folder).owner == root.status().owner)
        }
    }

    @Test("needs a permit to be made, and one that is for that")
    func permit() throws {
        let place = try Place(parsing: "main:new")
        #expect(throws: StoreError.permitMismatch) { try scratch.storage.create(at: place, .save(.config)) }
        #expect(try scratch.storage.presence(at: place) == .absent)
    }

    @Test("whose config is empty or a folder is damaged, and never taken for absent", arguments: [true, false])
    func damagedConfig(isFolder: Bool) throws {
        if isFolder {
            #expect(unsafe mkdir(scratch.path("config"), 0o700) == 0)
        } else {
            try scratch.plant([], at: "config")
        }
        #expect(throws: StoreError.damaged(.config)) { try scratch.storage.presence(at: scratch.place) }
    }

    @Test("through a symbolic link fails")
    func link() throws {
        #expect(unsafe symlink("web1", scratch.root + "/alias") == 0)
        let place = try Place(parsing: "main:alias")
        #expect(throws: StoreError.self) { try scratch.storage.presence(at: place) }
    }

    @Test("with keys of a cut init gives them to the trash, and keeps those of a finished one")
    func cutInit() throws {
        let repository = try scratch.open()
        let object = try Sample.object(.keys)
        let name = try #require(FileName(Sample.hex))
        try repository.store(object, Sample.bytes)
        #expect(try repository.keysWithoutConfig() == [name])
        try repository.trashKey(name, .sweep(object))
        #expect(try repository.keysWithoutConfig().isEmpty)
        #expect(try scratch.names(in: "trash") == ["keys.\(Sample.hex).1"])

        try repository.store(object, Sample.bytes)
        try repository.store(.config, [1])
        #expect(try repository.keysWithoutConfig().isEmpty)
    }

    @Test("lets go of a lock by permit only, and a lock that is gone is no failure")
    func locks() throws {
        let repository = try scratch.open()
        let (object, name) = (try Sample.object(.locks), try #require(FileName(Sample.hex)))
        try repository.store(object, Sample.bytes)
        #expect(throws: StoreError.permitMismatch) { try repository.removeLock(name, .remove(.config)) }
        try repository.removeLock(name, .remove(object))
        #expect(try repository.size(of: object) == nil)
        try repository.removeLock(name, .remove(object))
        try repository.confirmLockRemovals()
    }

    @Test("knows for a session that died what became of its upload")
    func settling() throws {
        let repository = try scratch.open()
        let object = try Sample.object(.data)
        #expect(try !repository.settledPresence(of: object))
        try repository.store(object, Sample.bytes)
        #expect(try repository.settledPresence(of: object))
    }

    @Test("knows what is free")
    func space() throws {
        let free = try scratch.open().freeSpace()
        #expect(free.bytes > .zero && free.inodes > 0)
    }
}
