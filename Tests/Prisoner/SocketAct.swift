internal import CPrisoner
internal import Glibc

/// Whom a prisoner would talk to.
package enum SocketAct: String, Act {
    case secondSession, idleSocketToLedger, serveUnix, pair, datagramToLog, streamToLog
    case allowedPort, otherPort, otherPortByFastOpen, udp, multipath, netlink, servePort, accept

    package func attempt(in cell: Cell) -> Int32 {
        let stream = Int(SOCK_STREAM.rawValue)
        return switch self {
        case .secondSession: secondSession(cell)
        case .idleSocketToLedger: outcome(Socket.connect(cell.idleSocket, to: cell.path("run/ledger.sock")))
        case .serveUnix:
            unsafe outcome(Socket.withAddress(cell.path("run/mine")) { unsafe bind(cell.idleSocket, $0, $1) })
        case .pair: unsafe [Int32(0), 0].withUnsafeBytes { pair(Int(bitPattern: $0.baseAddress)) }
        case .datagramToLog: systemCall(SYS_socket, Int(AF_UNIX), Int(SOCK_DGRAM.rawValue))
        case .streamToLog: systemCall(SYS_socket, Int(AF_UNIX), stream)
        case .allowedPort: connect(cell.ports.allowed)
        case .otherPort: connect(cell.ports.other)
        case .otherPortByFastOpen: sendFast(cell.ports.other)
        case .udp: systemCall(SYS_socket, Int(AF_INET), Int(SOCK_DGRAM.rawValue))
        case .multipath: systemCall(SYS_socket, Int(AF_INET), stream, 262)  // IPPROTO_MPTCP, linux/in.h
        case .netlink: systemCall(SYS_socket, 16, 3)  // AF_NETLINK, SOCK_RAW
        case .servePort: opened { server in unsafe Socket.withLoopback(0) { unsafe bind(server, $0, $1) } }
        case .accept: outcome(Glibc.accept(cell.listener, nil, nil))
        }
    }

    private func secondSession(_ cell: Cell) -> Int32 {
        let client = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        return client < 0 ? errno : outcome(Socket.connect(client, to: cell.path("run/ledger.sock")))
    }

    private func pair(_ pair: Int) -> Int32 {
        systemCall(SYS_socketpair, Int(AF_UNIX), Int(SOCK_STREAM.rawValue), 0, pair)
    }

    private func connect(_ port: UInt16) -> Int32 {
        opened { client in unsafe Socket.withLoopback(port) { unsafe Glibc.connect(client, $0, $1) } }
    }

    /// MSG_FASTOPEN, linux/socket.h: connects while it sends.
    private func sendFast(_ port: UInt16) -> Int32 {
        opened { client in
            unsafe Socket.withLoopback(port) { unsafe Int32(sendto(client, "x", 1, 0x2000_0000, $0, $1)) }
        }
    }

    private func opened(_ body: (Int32) -> Int32) -> Int32 {
        let client = Socket.tcp()
        return client < 0 ? errno : outcome(body(client))
    }
}
