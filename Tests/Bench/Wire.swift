internal import Glibc
internal import Linux
internal import Peer

/// A network namespace with a sshd in it, 50 ms away in each direction; gone with the value.
final class Wire {
    /// Where sshd listens in the namespace.
    static let port = 2222
    let address = "198.18.77.2"
    private let name = "bench\(getpid())"
    private var sshd: Program?

    init(sshd words: [String]) throws(Trouble) {
        guard geteuid() == 0 else { throw Trouble("only root can make network namespaces") }
        guard Tool.firstLine(["tc", "-V"]) != nil else {
            throw Trouble("tc is missing (apt-get install iproute2)")
        }
        let (here, there) = ("\(name)a", "\(name)b")
        let netem = ["root", "netem", "delay", "50ms", "limit", "100000"]
        for command in [
            ["ip", "netns", "add", name], ["ip", "link", "add", here, "type", "veth", "peer", "name", there],
            ["ip", "link", "set", there, "netns", name], ["ip", "addr", "add", "198.18.77.1/30", "dev", here],
            ["ip", "-n", name, "addr", "add", "\(address)/30", "dev", there], ["ip", "link", "set", here, "up"],
            ["ip", "-n", name, "link", "set", there, "up"], ["tc", "qdisc", "add", "dev", here] + netem,
            ["tc", "-n", name, "qdisc", "add", "dev", there] + netem,
        ] {
            guard (try? Tool.run(command)) != nil else {
                throw Trouble("this kernel does not do `\(command.joined(separator: " "))`")
            }
        }
        let command = ["netns", "exec", name] + words + ["-o", "Port=\(Self.port)"]
        guard let none = try? Descriptor.at("/dev/null", O_RDWR),
            let sshd = try? Program(
                "ip", arguments: command, environment: Tool.environment, input: none, output: none, error: none,
                leadsGroup: true)
        else { throw Trouble("no sshd in the namespace") }
        self.sshd = sshd
        usleep(500_000)
    }

    deinit {
        sshd = nil
        _ = try? Tool.run(["ip", "link", "del", "\(name)a"])
        _ = try? Tool.run(["ip", "netns", "del", name])
    }
}
