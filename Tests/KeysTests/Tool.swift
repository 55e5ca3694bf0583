import Foundation
import Testing

/// A program of this machine that a test compares us with.
struct Tool {
    /// What a run of it left.
    struct Outcome {
        let status: Int32
        let output: String
        let complaints: String
    }

    let path: String

    static let sshKeygen = Tool(path: "/usr/bin/ssh-keygen")
    static let ssh = Tool(path: "/usr/bin/ssh")

    /// Starts it; what it says goes to files, so that it never waits for a reader.
    func start(_ arguments: [String], in folder: TemporaryFolder) throws -> Running {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        let output = folder.path("output-\(UUID())")
        let complaints = folder.path("complaints-\(UUID())")
        process.standardOutput = try newFile(output)
        process.standardError = try newFile(complaints)
        try process.run()
        return Running(process: process, output: output, complaints: complaints)
    }

    /// Runs it to its end.
    func run(_ arguments: [String], in folder: TemporaryFolder) throws -> Outcome {
        try start(arguments, in: folder).outcome()
    }

    private func newFile(_ path: String) throws -> FileHandle {
        try Data().write(to: URL(fileURLWithPath: path))
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }

    /// One run of it.
    struct Running {
        let process: Process
        let output: String
        let complaints: String

        /// Waits for the end.
        func outcome() throws -> Outcome {
            process.waitUntilExit()
            return Outcome(
                status: process.terminationStatus,
                output: try String(contentsOfFile: output, encoding: .utf8),
                complaints: try String(contentsOfFile: complaints, encoding: .utf8))
        }
    }
}

/// A folder of one test, gone with it.
final class TemporaryFolder {
    private let root: String

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("postern-keys-\(UUID())").path
        try FileManager.default.createDirectory(
            atPath: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    func path(_ name: String) -> String { root + "/" + name }

    /// Whether something of that name is there.
    func holds(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    /// The permission bits of a file.
    func permissions(of name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
        return try #require(attributes[.posixPermissions] as? Int)
    }

    /// Makes a file, and says where.
    func file(_ name: String, _ text: String, permissions: Int = 0o600) throws -> String {
        let path = path(name)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
        return path
    }
}
