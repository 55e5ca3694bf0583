internal import Foundation
internal import Glibc

/// A temporary folder, and the file systems mounted in it; gone with the value.
public final class Scratch {
    /// The folder. It is short: a unix socket's path has room for 107 bytes.
    public let path: String
    private var mounts: [String] = []

    /// Makes it.
    public init() throws {
        path = "/tmp/pc-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
    }

    deinit {
        for mount in mounts.reversed() { _ = unsafe umount2(mount, Int32(MNT_DETACH)) }
        if (try? FileManager.default.removeItem(atPath: path)) == nil { try? Tool.run("/bin/rm", ["-rf", path]) }
    }

    /// Makes a folder in it.
    func makeFolder(_ name: String) throws -> String {
        let folder = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        return folder
    }

    /// Mounts a small file system in memory on a folder.
    func mount(_ options: String, on folder: String) throws {
        try needRoot()
        try Tool.run("/bin/mount", ["-t", "tmpfs", "-o", "mode=755,\(options)", "tmpfs", folder])
        mounts.append(folder)
    }

    /// Makes a file system that is mounted one for reading only.
    func remount(_ folder: String) throws {
        try needRoot()
        try Tool.run("/bin/mount", ["-o", "remount,ro", folder])
    }

    /// Makes a file appear under another name, also on another file system.
    func bind(_ file: String, on name: String) throws {
        try needRoot()
        try Tool.run("/bin/mount", ["--bind", file, name])
        mounts.append(name)
    }

    private func needRoot() throws {
        guard geteuid() == 0 else { throw NotApplicable("only root can mount; run it as root") }
    }
}

/// A program of the system that does one thing and ends.
enum Tool {
    static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Breach("\(program) \(arguments.joined(separator: " ")): status \(process.terminationStatus)")
        }
    }

    /// The folder of the programs of this package: the suite lies in it too. Source: proc(5), `/proc/[pid]/exe`.
    static func ours(_ name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = "\(own[..<(own.lastIndex(of: "/") ?? own.startIndex)])/\(name)"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Breach("\(path) is not there; run: swift build")
        }
        return path
    }
}
