import Foundation
import Glibc
import Testing

@testable import Linux

@Suite("A block device") struct BlockDeviceTests {
    @Test("is what the kernel's files say")
    func files() throws {
        let disk = try device(["rotational": "0\n", "write_cache": "write back\n", "optimal_io_size": "1572864\n"])
        #expect(disk == BlockDevice(isRotating: false, hasWriteCache: true, optimalWrite: 1_572_864))
        let other = try device(["rotational": "1\n", "write_cache": "write through\n", "optimal_io_size": "0\n"])
        #expect(other == BlockDevice(isRotating: true, hasWriteCache: false, optimalWrite: 0))
    }

    @Test("that does not say all of it is none")
    func missing() throws {
        #expect(try device(["rotational": "0\n", "write_cache": "write back\n"]) == nil)
        let odd = ["rotational": "0\n", "write_cache": "write back\n", "optimal_io_size": "much\n"]
        #expect(try device(odd) == nil)
    }

    @Test("is under no folder in memory")
    func memory() throws {
        #expect(try BlockDevice(under: Descriptor.at("/dev/shm", O_RDONLY | O_DIRECTORY)) == nil)
    }

    @Test("is found where findmnt(8) finds one")
    func found() throws {
        let search = Process()
        let pipe = Foundation.Pipe()
        search.executableURL = URL(filePath: "/bin/findmnt")
        search.arguments = ["--noheadings", "--output", "MAJ:MIN", "--target", "/var/tmp"]
        search.standardOutput = pipe
        try search.run()
        let answer = try #require(try pipe.fileHandleForReading.readToEnd())
        search.waitUntilExit()
        let number = String(decoding: answer, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        let isKnown = unsafe access("/sys/dev/block/\(number)", F_OK) == 0
        #expect(try (BlockDevice(under: Descriptor.at("/var/tmp", O_RDONLY | O_DIRECTORY)) != nil) == isKnown)
    }

    private func device(_ files: [String: String]) throws -> BlockDevice? {
        let folder = FileManager.default.temporaryDirectory.appending(path: "postern-queue-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        return try BlockDevice(queue: Descriptor.at(folder.path, O_RDONLY | O_DIRECTORY))
    }
}
