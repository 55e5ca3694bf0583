import Glibc
import Linux
import Policy
import Restic

@testable import LedgerClient
@testable import Store

/// A storage in a temporary folder, gone with the test.
final class Scratch {
    let root: String
    let storage: LocalStorage
    let place: Place

    /// Makes the storage, with a skeleton at `main:web1`, in a folder of its own in this one.
    init(in folder: String = "/tmp") throws {
        var template = Array("\(folder)/postern-store-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw SystemCallError("mkdtemp", errno) }
        root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        storage = LocalStorage(root: root)
        place = try Place(parsing: "main:web1")
        try storage.create(at: place, .create)
    }

    deinit {
        _ = unsafe system("rm -rf '\(root)'")
    }

    /// The open repository.
    func open() throws -> LocalRepository { try LocalRepository(storage, place) }

    /// The path of something in the repository.
    func path(_ name: String) -> String { "\(root)/web1/\(name)" }

    /// The names in a folder of the repository, sorted.
    func names(in folder: String) throws -> [String] {
        var names: [String] = []
        let descriptor = try Descriptor.at(path(folder), O_RDONLY | O_DIRECTORY)
        try Folder.forEachName(in: descriptor) { names.append($0) }
        return names.sorted()
    }

    /// Puts a file behind the store's back.
    func plant(_ bytes: [UInt8], at name: String) throws {
        let file = try Descriptor.at(path(name), O_CREAT | O_WRONLY | O_TRUNC, mode: 0o600)
        try file.write(all: bytes)
    }
}

extension Permit {
    /// Permits as the ledger gives them; here nobody asks it.
    static var create: Permit { Permit(row: 1, action: .create, object: nil) }
    static func save(_ object: Object) -> Permit { Permit(row: 1, action: .save, object: object) }
    static func remove(_ object: Object) -> Permit { Permit(row: 1, action: .remove, object: object) }
    static func sweep(_ object: Object) -> Permit { Permit(row: 1, action: .sweep, object: object) }
}

/// Bytes whose SHA-256 is known, so that no hash of ours is needed to name them. Source: FIPS 180-4's examples.
enum Sample {
    static let bytes = Array("abc".utf8)
    static let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    static func object(_ kind: FileKind) throws -> Object {
        guard let object = Object("\(kind.rawValue)/\(hex)") else { throw SystemCallError("sample", 0) }
        return object
    }
}

extension LocalRepository {
    /// Uploads in one go, as far as the sealed upload.
    func upload(_ object: Object, _ bytes: [UInt8], announced: Int? = nil, name: String = "1.1") throws -> Upload {
        let length = ByteCount(bytes: UInt64(announced ?? bytes.count))
        let upload = try begin(object, length: length, temporaryName: name)
        try unsafe bytes.withUnsafeBytes { try unsafe upload.write($0) }
        try upload.seal()
        return upload
    }

    /// Uploads and commits.
    @discardableResult
    func store(_ object: Object, _ bytes: [UInt8]) throws -> CommitOutcome {
        try commit(upload(object, bytes), .save(object))
    }

    /// All names of a kind.
    func names(of kind: FileKind) throws -> [String] {
        var names: [String] = []
        let listing = try list(kind)
        while try listing.next({ (name, _) in names.append(name.hex) }) {}
        return names.sorted()
    }

    /// All bytes of an object; `nil` where it is not there.
    func bytes(of object: Object) throws -> [UInt8]? {
        guard let stored = try open(object) else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(stored.size.bytes))
        try unsafe bytes.withUnsafeMutableBytes { try unsafe stored.read(into: $0, at: 0) }
        return bytes
    }
}
