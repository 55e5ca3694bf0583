import Crypto
import Foundation
import Restic
import ResticFiles
import Testing
import Trial

@Suite("Files that the real restic wrote are read as restic reads them") struct ResticFilesTests {
    @Test("Keys, indexes, headers, pieces and snapshots of both versions", arguments: ["1", "2"])
    func reading(version: String) async throws {
        let repository = try await Repository(version: version)
        let key = repository.key
        let keyFile = try repository.files(.keys)[0].bytes
        #expect(throws: ResticFileError.key) { try MasterKey(keyFile: keyFile, password: Array("other".utf8)) }

        let snapshots = try repository.files(.snapshots).map { try SnapshotFile($0.bytes, with: key) }
        #expect(Set(snapshots.map(\.tags)) == [["one"], ["two"]])
        #expect(snapshots.allSatisfy { $0.hostname == "web\"1" && $0.paths == ["\(repository.trial.folder)/files"] })
        #expect(Set(snapshots.map(\.tree)).count == 2)

        var told: [FileName: Set<Blob>] = [:]
        for file in try repository.files(.index) {
            for pack in try IndexFile(file.bytes, with: key).packs {
                told[pack.name, default: []].formUnion(pack.blobs)
            }
        }
        let packs = try repository.files(.data)
        #expect(Set(packs.map(\.name)) == Set(told.keys))
        for pack in packs {
            let header = try Self.header(of: pack.bytes, with: key)
            #expect(Set(header.blobs) == told[pack.name])
            for blob in header.blobs { #expect(blob.isTrue(sealed: Self.piece(blob, of: pack.bytes), with: key)) }
        }
        let pieces = told.values.joined()
        #expect(pieces.contains { $0.kind == .tree } && pieces.contains { $0.kind == .data })
        // What does not shrink, restic leaves as it is.
        #expect(pieces.contains { $0.plainLength != nil } == (version == "2"))
    }

    @Test("A changed byte, or another id, is a lie")
    func lies() async throws {
        let repository = try await Repository(version: "2")
        let key = repository.key
        for pack in try repository.files(.data) {
            for blob in try Self.header(of: pack.bytes, with: key).blobs {
                var bytes = Array(Self.piece(blob, of: pack.bytes))
                bytes[bytes.count / 2] ^= 1
                #expect(!blob.isTrue(sealed: bytes[...], with: key))
                let id = try #require(BlobID(hex: String(repeating: "ab", count: 32)))
                let lie = Blob(
                    id: id, kind: blob.kind, offset: blob.offset, length: blob.length, plainLength: blob.plainLength)
                #expect(!lie.isTrue(sealed: Self.piece(blob, of: pack.bytes), with: key))
            }
        }
        for file in try repository.files(.index) {
            var bytes = file.bytes
            bytes[40] ^= 1
            #expect(throws: ResticFileError.forged) { try IndexFile(bytes, with: key) }
        }
    }

    @Test("restic reads what we write: an index, and a pack with some of another's pieces", arguments: ["1", "2"])
    func writing(version: String) async throws {
        let repository = try await Repository(version: version)
        let key = repository.key
        var packs: [IndexFile.Pack] = []
        for pack in try repository.files(.data) {
            let header = try Self.header(of: pack.bytes, with: key)
            // The same pieces in the other order.
            var bytes: [UInt8] = []
            var blobs: [Blob] = []
            for blob in header.blobs.reversed() {
                let offset = UInt64(bytes.count)
                bytes += Self.piece(blob, of: pack.bytes)
                blobs.append(
                    Blob(
                        id: blob.id, kind: blob.kind, offset: offset, length: blob.length,
                        plainLength: blob.plainLength))
            }
            bytes += try #require(PackHeader.sealed(blobs, with: key))
            try FileManager.default.removeItem(atPath: pack.path)
            packs.append(.init(name: try Self.write(bytes, to: "data", of: repository), blobs: blobs))
        }
        for file in try repository.files(.index) { try FileManager.default.removeItem(atPath: file.path) }
        let index = try #require(IndexFile(packs: packs).sealed(with: key))
        _ = try Self.write(index, to: "index", of: repository)
        let check = try await repository.restic("check", "--read-data")
        #expect(check.isSuccess && check.output.contains("no errors were found"), "\(check)")
    }

    static func header(of pack: [UInt8], with key: MasterKey) throws -> PackHeader {
        let size = UInt64(pack.count)
        let length = try PackHeader.length(tail: Array(pack.suffix(4)), packSize: size)
        return try PackHeader(sealed: Array(pack.dropLast(4).suffix(Int(length))), packSize: size, with: key)
    }

    static func piece(_ blob: Blob, of pack: [UInt8]) -> ArraySlice<UInt8> {
        pack[Int(blob.offset)..<Int(blob.offset + blob.length)]
    }

    private static func write(_ bytes: [UInt8], to kind: String, of repository: Repository) throws -> FileName {
        let sum = try #require(SHA256())
        sum.add(bytes)
        let name = try #require(sum.finish().flatMap { FileName(digest: $0) })
        let folder = "\(repository.path)/\(kind)" + (kind == "data" ? "/\(name.shard)" : "")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: "\(folder)/\(name.hex)"))
        return name
    }
}
