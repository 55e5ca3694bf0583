internal import Crypto
internal import Foundation
internal import Peer
internal import Restic
internal import ResticFiles
internal import Siege

/// A client in an attacker's hands: it knows the password, and has only what its forced command lets it do.
final class Hostile {
    let peer: Peer
    let key: MasterKey
    var chance: Chance
    private var knownPacks: [IndexFile.Pack]?
    private var knownSnapshots: [SnapshotFile]?
    /// How many requests were refused, by what was asked.
    private(set) var refusals: [String: Int] = [:]

    /// Comes in through `peer`.
    init(_ peer: Peer, password: String, seed: UInt64) throws {
        self.peer = peer
        chance = Chance(seed: seed)
        let names = try Self.list(.keys, peer)
        let keys = names.compactMap { name in
            try? MasterKey(keyFile: peer.ask("GET", "/keys/\(name.hex)").body, password: Array(password.utf8))
        }
        guard let key = keys.first else { throw AttackError.cannotStart("no key file opens") }
        self.key = key
    }

    deinit {
        peer.closeInput()
        _ = try? peer.wait()
    }

    /// Uploads a file under its right name, and says whether it was taken.
    @discardableResult
    func put(_ kind: FileKind, _ bytes: [UInt8]) throws -> Bool {
        let status = try peer.ask("POST", "/\(kind.rawValue)/\(Self.name(of: bytes).hex)", body: bytes).status
        if status != 200 { refusals["POST \(kind.rawValue) \(status)", default: 0] += 1 }
        return status == 200
    }

    /// Seals a document and uploads it.
    @discardableResult
    func put(_ kind: FileKind, sealing json: String) throws -> Bool {
        guard let bytes = key.seal(Array(json.utf8)) else { throw AttackError.cannotStart("libcrypto") }
        return try put(kind, bytes)
    }

    /// Uploads an index.
    @discardableResult
    func put(index: IndexFile) throws -> Bool {
        guard let bytes = index.sealed(with: key) else { throw AttackError.cannotStart("libcrypto") }
        return try put(.index, bytes)
    }

    /// What the victim's index files say: those that were there when this was asked first.
    func packs() throws -> [IndexFile.Pack] {
        if let knownPacks { return knownPacks }
        let packs = try Self.list(.index, peer).flatMap { name in
            try IndexFile(peer.ask("GET", "/index/\(name.hex)").body, with: key).packs
        }
        knownPacks = packs
        return packs
    }

    /// The victim's snapshots, the newest last by their own word: those that were there when this was asked first.
    func snapshots() throws -> [SnapshotFile] {
        if let knownSnapshots { return knownSnapshots }
        let snapshots = try Self.list(.snapshots, peer).map { name in
            try SnapshotFile(peer.ask("GET", "/snapshots/\(name.hex)").body, with: key)
        }.sorted { $0.time < $1.time }
        knownSnapshots = snapshots
        return snapshots
    }

    /// The names of all files of a kind.
    func list(_ kind: FileKind) throws -> [FileName] { try Self.list(kind, peer) }

    /// Removes a file where that is possible.
    func remove(_ kind: FileKind, _ name: FileName) throws {
        let status = try peer.ask("DELETE", "/\(kind.rawValue)/\(name.hex)").status
        if status != 200 { refusals["DELETE \(kind.rawValue) \(status)", default: 0] += 1 }
    }

    /// A file of a kind.
    func get(_ kind: FileKind, _ name: FileName) throws -> [UInt8] {
        try peer.ask("GET", "/\(kind.rawValue)/\(name.hex)").body
    }

    /// A name that such bytes have.
    static func name(of bytes: [UInt8]) -> FileName {
        let sum = SHA256()
        sum?.add(bytes)
        guard let name = sum?.finish().flatMap({ FileName(digest: $0) }) else {
            preconditionFailure("libcrypto has no SHA-256")
        }
        return name
    }

    private static func list(_ kind: FileKind, _ peer: Peer) throws -> [FileName] {
        let answer = try peer.ask(
            "GET", "/\(kind.rawValue)/", headers: [("accept", "application/vnd.x.restic.rest.v2")])
        guard answer.status == 200 else { throw AttackError.cannotStart("list of \(kind): \(answer.status)") }
        return answer.text.split(separator: "\"").compactMap { FileName($0) }
    }
}
