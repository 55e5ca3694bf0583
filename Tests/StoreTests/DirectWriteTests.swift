import CLinux
import Crypto
import Foundation
import Glibc
import Linux
import Policy
import Restic
import Testing

@testable import LedgerClient
@testable import Store

/// On a disk, where this machine has one: `/tmp` may be memory.
@Suite("Pieces of an upload") struct DirectWriteTests {
    let scratch: Scratch
    let repository: LocalRepository

    init() throws {
        scratch = try Scratch(in: "/var/tmp")
        repository = try scratch.open()
    }

    @Test("go past the kernel's cache where the disk takes them so, and what follows does not")
    func pieces() throws {
        let bytes = Self.bytes(2 * Upload.piece + 1000)
        let (object, upload) = try begin(bytes)
        let disk = BlockDevice(under: try Descriptor.at(scratch.path("tmp"), O_RDONLY | O_DIRECTORY))
        for start in [0, Upload.piece] {
            try write(bytes[start..<start + Upload.piece], to: upload)
            #expect(try isDirect() == (disk?.takesPieces ?? false))
        }
        try write(bytes[(2 * Upload.piece)...], to: upload)
        #expect(try !isDirect())
        try finish(upload, object, bytes)
    }

    @Test("that come after a smaller one, or are not aligned in memory, are stored all the same", arguments: [0, 1])
    func others(_ shift: Int) throws {
        let bytes = Self.bytes(3 * Upload.piece)
        let (object, upload) = try begin(bytes)
        if shift == 0 { try write(bytes[..<10], to: upload) }
        let first = shift == 0 ? 10 : 0
        try write(bytes[first..<first + Upload.piece], to: upload, shift: shift)
        #expect(try !isDirect())
        try write(bytes[(first + Upload.piece)...], to: upload)
        try finish(upload, object, bytes)
    }

    @Test(
        "suit a disk that wants no more at once, and that turns only with a cache of its own",
        arguments: [
            (false, false, 0, true), (false, true, Upload.piece, true), (true, true, 0, true),
            (true, false, 0, false), (false, true, 3 * Upload.piece, false),
        ])
    func disks(isRotating: Bool, hasWriteCache: Bool, optimalWrite: Int, takesPieces: Bool) {
        let disk = BlockDevice(isRotating: isRotating, hasWriteCache: hasWriteCache, optimalWrite: optimalWrite)
        #expect(disk.takesPieces == takesPieces)
    }

    private static func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 * 31 >> 7) } }

    private func begin(_ bytes: [UInt8]) throws -> (Object, Upload) {
        let digest = try #require(SHA256())
        unsafe bytes.withUnsafeBytes { unsafe digest.add($0) }
        let object = Object.file(.data, try #require(digest.finish().flatMap { FileName(digest: $0) }))
        let length = ByteCount(bytes: UInt64(bytes.count))
        return (object, try repository.begin(object, length: length, temporaryName: "1.1"))
    }

    /// Writes from memory that is `shift` bytes off a page.
    private func write(_ bytes: ArraySlice<UInt8>, to upload: Upload, shift: Int = 0) throws {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + shift, alignment: 4096)
        defer { unsafe memory.deallocate() }
        let part = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[shift...])
        unsafe part.copyBytes(from: bytes)
        try unsafe upload.write(UnsafeRawBufferPointer(part))
    }

    private func finish(_ upload: Upload, _ object: Object, _ bytes: [UInt8]) throws {
        try upload.seal()
        #expect(try repository.commit(upload, .save(object)) == .stored)
        #expect(try repository.bytes(of: object) == bytes)
    }

    /// Whether the kernel says of the open temporary file that it is written past the cache. Source: proc(5), fdinfo.
    private func isDirect() throws -> Bool {
        let numbers = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        let path = scratch.path("tmp/1.1")
        let number = try #require(
            numbers.first {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == path
            })
        let text = try String(contentsOfFile: "/proc/self/fdinfo/\(number)", encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("flags:") })
        let flags = try #require(Int32(line.split(separator: "\t").last ?? "", radix: 8))
        return flags & clinux_direct != 0
    }
}
