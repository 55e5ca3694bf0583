import Foundation
import PolicyFile
import Testing

@Suite("The policy's hash") struct DigestTests {
    private let files = [
        "postern.toml": "state = \"/var/lib/postern\"\n", "clients.d/web1.toml": "repos = [\"web1\"]\n",
        "clients.d/web-1.toml": "", "repos.d/web1.toml": "at = \"main:web1\"\n",
    ]

    private func policy() throws -> ScratchPolicy {
        let policy = try ScratchPolicy(files)
        try FileManager.default.createDirectory(
            atPath: "\(policy.path)/authorized_keys.d", withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
        try policy.write("authorized_keys.d/web1", "ssh-ed25519 AAAA\n")
        return policy
    }

    @Test("is what two sha256sums print")
    func shell() throws {
        let policy = try policy()
        try policy.write("authorized_keys", "generated, and so left out")
        try policy.write("clients.d/.web1.toml.swp", "left behind, and so left out")
        let run = Process()
        let output = Pipe()
        run.executableURL = URL(filePath: "/bin/sh")
        run.currentDirectoryURL = URL(filePath: policy.path)
        run.arguments = [
            "-c",
            """
            find postern.toml authorized_keys.d clients.d repos.d -type f ! -name '.*' | LC_ALL=C sort |
                xargs sha256sum | sha256sum
            """,
        ]
        run.standardOutput = output
        try run.run()
        let printed = try #require(try output.fileHandleForReading.readToEnd())
        run.waitUntilExit()
        #expect(String(decoding: printed.prefix(64), as: UTF8.self) == (try policy.folder.digest()))
    }

    @Test("with changes is what it is once they are made", arguments: [nil, "disabled = true\n"], ["web1", "new"])
    func changes(text: String?, client: String) throws {
        let policy = try policy()
        let before = try policy.folder.digest()
        let promised = try policy.folder.digest(with: ["clients.d/\(client).toml": text])
        if let text {
            try policy.write("clients.d/\(client).toml", text)
        } else {
            try? FileManager.default.removeItem(atPath: "\(policy.path)/clients.d/\(client).toml")
        }
        #expect(try policy.folder.digest() == promised)
        #expect((promised == before) == (text == nil && client == "new"))
    }

    @Test("is none where a file cannot be read")
    func unreadable() throws {
        let policy = try policy()
        try FileManager.default.createDirectory(
            atPath: "\(policy.path)/clients.d/folder", withIntermediateDirectories: true)
        #expect(throws: PolicyFileError.self) { try policy.folder.digest() }
    }
}
