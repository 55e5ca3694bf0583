import Foundation
import Glibc
@testable import Linux
import Policy
@testable import PolicyFile
import Testing

@Suite("Only trusted files count") struct TrustTests {
    @Test(
        "A file or folder that others may write to is refused",
        arguments: [
            ("", 0o775), ("clients.d", 0o777), ("repos.d", 0o772), ("postern.toml", 0o660),
            ("clients.d/web1.toml", 0o646),
            ("repos.d/web1.toml", 0o664),
        ])
    func writable(name: String, permissions: Int) throws {
        let policy = try ScratchPolicy(PolicyVector.base)
        try policy.permit(name, permissions)
        let error = #expect(throws: PolicyFileError.self) { try policy.folder.gate(for: #require(Name("web1"))) }
        let problem = try #require(error?.problems.first)
        #expect(problem.file == (name.isEmpty ? policy.path : "\(policy.path)/\(name)"))
        #expect(problem.message.hasSuffix("may write to this"))
        #expect(problem.hint == "chmod go-w it")
    }

    @Test("A file belongs to root or to the user of the process, and to nobody else")
    func owner() {
        var status = stat()
        status.st_mode = S_IFREG | 0o640
        for user in [0, geteuid()] {
            status.st_uid = user
            #expect(distrust(of: FileStatus(status), at: "x") == nil)
        }
        status.st_uid = geteuid() + 1
        #expect(distrust(of: FileStatus(status), at: "x") != nil)
    }

    @Test("Symbolic links are followed, and what they lead to is checked")
    func links() throws {
        let policy = try ScratchPolicy(PolicyVector.base)
        try policy.write("real.toml", "repos = [\"web1\"]\nsessions = 5\n")
        try FileManager.default.removeItem(atPath: "\(policy.path)/clients.d/web1.toml")
        try FileManager.default.createSymbolicLink(
            atPath: "\(policy.path)/clients.d/web1.toml", withDestinationPath: "../real.toml")
        let name = try #require(Name("web1"))
        #expect(try policy.folder.gate(for: name)?.client.sessions == 5)
        try policy.permit("real.toml", 0o666)
        #expect(throws: PolicyFileError.self) { try policy.folder.gate(for: name) }
    }

    @Test("A pipe, a folder or a huge file in a file's place is refused, and nothing hangs")
    func kinds() throws {
        let policy = try ScratchPolicy(PolicyVector.base)
        let file = "\(policy.path)/clients.d/web1.toml"
        let name = try #require(Name("web1"))
        try policy.write("clients.d/web1.toml", String(repeating: "#", count: 1 << 20))
        #expect(try policy.folder.gate(for: name) != nil)
        try policy.write("clients.d/web1.toml", String(repeating: "#", count: 1 << 20 + 1))
        #expect(throws: PolicyFileError.self) { try policy.folder.gate(for: name) }
        try FileManager.default.removeItem(atPath: file)
        #expect(unsafe mkfifo(file, 0o600) == 0)
        #expect(throws: PolicyFileError.self) { try policy.folder.gate(for: name) }
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
        #expect(throws: PolicyFileError.self) { try policy.folder.gate(for: name) }
    }
}
