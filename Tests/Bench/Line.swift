internal import Glibc
internal import Linux
internal import Peer

/// A sshd at the end of a long line: a network namespace with netem before it, or where the kernel has no netem, a
/// relay of ours that delays each byte.
final class Line {
    /// How the distance is made.
    let kind: String
    private let folder: String
    private let wire: Wire?

    init(in folder: String) throws {
        self.folder = "\(folder)/ssh"
        try Tool.makeFolder(self.folder)
        for name in ["host", "client"] {
            try Tool.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(self.folder)/\(name)"])
        }
        if geteuid() == 0 { try Tool.makeFolder("/run/sshd") }
        try Tool.write("#!/bin/sh\n", to: "\(self.folder)/command", mode: 0o755)
        let key = try Tool.text(of: "\(self.folder)/client.pub")
        try Tool.write("restrict,command=\"\(self.folder)/command\" \(key)", to: "\(self.folder)/keys", mode: 0o600)
        try Tool.write(
            """
            HostKey \(self.folder)/host
            AuthorizedKeysFile \(self.folder)/keys
            PidFile none
            UsePAM no
            StrictModes no
            PermitRootLogin forced-commands-only
            UseDNS no

            """, to: "\(self.folder)/sshd_config")
        do throws(Trouble) {
            wire = try Wire(sshd: ["/usr/sbin/sshd", "-D", "-f", "\(self.folder)/sshd_config"])
            kind = "netem between network namespaces"
        } catch {
            wire = nil
            kind = "by a relay of our own, since \(error)"
        }
    }

    /// Starts a session through ssh, with the contender as the key's forced command.
    func open(_ contender: any Contender, _ repository: String) throws -> Peer {
        let (words, variables) = contender.command(for: repository)
        // What sshd tells the command by itself is left to it.
        let settings = variables.filter { $0.key != "SSH_CONNECTION" }
            .map { "export \($0.key)='\($0.value)'\n" }.sorted().joined()
        try force("\(settings)exec \(words.joined(separator: " "))")
        let ssh = try login()
        return try Peer(
            program: ssh[0], arguments: Array(ssh.dropFirst()), environment: Tool.environment,
            patience: .seconds(120))
    }

    /// MB/s of a file through the same ssh, with nobody who understands it.
    func bound(_ packs: [Pack]) throws -> Double {
        let file = "\(folder)/bytes"
        do {
            let all = try Descriptor.at(file, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o600)
            for pack in packs { try all.write(all: pack.bytes) }
        }
        defer { _ = unsafe unlink(file) }
        try force("exec cat >/dev/null")
        let ssh = try login()
        let empty = try Tool.run(ssh, patience: .seconds(120)).elapsed
        let all = try Tool.run(ssh, input: file, patience: .seconds(120)).elapsed
        return Double(packs.count * Pack.size) / 1e6 / (all - empty)
    }

    private func force(_ script: String) throws {
        try Tool.write("#!/bin/sh\n\(script)\n", to: "\(folder)/command", mode: 0o755)
    }

    private func login() throws -> [String] {
        let relay = "\(try Attendant.ownPath()) delay 50 /usr/sbin/sshd -i -f \(folder)/sshd_config"
        let way = wire.map { ["Port=\(Wire.port)", "HostName=\($0.address)"] } ?? ["ProxyCommand=\(relay)"]
        let options = [
            "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "IdentitiesOnly=yes", "BatchMode=yes",
            "LogLevel=ERROR", "User=\(Tool.firstLine(["id", "-un"]) ?? "root")",
        ]
        return ["ssh", "-F", "none", "-i", "\(folder)/client"] + (options + way).flatMap { ["-o", $0] } + ["gateway"]
    }
}
