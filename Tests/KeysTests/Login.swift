import Foundation
import Keys
import Testing

/// One login over the loopback with a minted key: real ssh, and real sshd that serves just this connection.
///
/// The listening socket is ours and there before ssh starts, so nothing has to be waited for by the clock.
struct Login {
    /// What the client's side saw.
    struct Seen {
        let status: Int32
        let complaints: String
        /// What the forced command printed, as `name=value` lines.
        let facts: [String: String]
    }

    /// The key that the client logs in with.
    let key: PublicKey

    private let folder: TemporaryFolder

    /// Mints the keys of both sides.
    init() throws {
        folder = try TemporaryFolder()
        let pair = try KeyPair.mint(comment: "")
        try pair.writePrivateKey(to: folder.path("id"))
        key = pair.publicKey
        try KeyPair.mint(comment: "").writePrivateKey(to: folder.path("host"))
        // Run by root, sshd wants its empty folder to be there.
        if geteuid() == 0 { _ = unsafe mkdir("/run/sshd", 0o755) }
    }

    /// Logs in once, with a line for sshd that has these sources and this end; the client may insist on a terminal.
    func run(sources: [String], expires: KeyTime?, terminal: Bool = false) throws -> Seen {
        let gate = try folder.file("gate", Self.gate, permissions: 0o700)
        let line = try AuthorizedKeysLine(
            key: key, client: "web1", gate: gate, configuration: "/etc/postern", sources: sources, expires: expires)
        _ = try folder.file("authorized_keys", line.text + "\n")
        let server = try folder.file("sshd_config", serverConfiguration)
        let listener = try Listener()
        let client = try Tool.ssh.start(clientArguments(port: listener.port, terminal: terminal), in: folder)
        let connection = try listener.accept()
        let sshd = Process()
        sshd.executableURL = URL(fileURLWithPath: "/usr/sbin/sshd")
        sshd.arguments = ["-i", "-f", server, "-E", folder.path("sshd.log")]
        sshd.standardInput = connection
        sshd.standardOutput = connection
        try sshd.run()
        try connection.close()
        let outcome = try client.outcome()
        sshd.waitUntilExit()
        return Seen(status: outcome.status, complaints: outcome.complaints, facts: Self.facts(in: outcome.output))
    }

    /// Stands where the gate will stand, and prints what it is given.
    private static let gate = """
        #!/bin/sh
        echo "arguments=$*"
        echo "original=$SSH_ORIGINAL_COMMAND"
        echo "connection=$SSH_CONNECTION"
        echo "auth=$(cat "$SSH_USER_AUTH")"
        """

    private var serverConfiguration: String {
        """
        HostKey \(folder.path("host"))
        AuthorizedKeysFile \(folder.path("authorized_keys"))
        AuthenticationMethods publickey
        ExposeAuthInfo yes
        PermitRootLogin yes
        StrictModes no
        UsePAM no
        PidFile none

        """
    }

    private func clientArguments(port: UInt16, terminal: Bool) -> [String] {
        [
            "-F", "none", terminal ? "-tt" : "-T", "-p", "\(port)", "-i", folder.path("id"), "-o", "IdentitiesOnly=yes",
            "-o", "IdentityAgent=none", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no",
            "-o", "UserKnownHostsFile=\(folder.path("known_hosts"))", "-l", NSUserName(), "127.0.0.1",
            "rclone serve restic --stdio",
        ]
    }

    private static func facts(in output: String) -> [String: String] {
        let pairs = output.split(whereSeparator: \.isNewline).compactMap { line -> (String, String)? in
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
