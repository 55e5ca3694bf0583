internal import CLinux
internal import Glibc

/// Calls that a confined process needs, and may make with some arguments only. Numbers: the kernel's own headers.
enum CheckedCalls {
    /// Each call with what must hold; the frequent ones first.
    static func list(_ allowance: Allowance) -> [(Int32, [ArgumentTest])] {
        files(allowance.names) + processes(own: UInt32(getpid())) + sockets(allowance.sockets)
    }

    /// What a program that is not ours may do with arguments of its own only: signal itself, and nobody by a detour.
    static var ofEnclosed: [(Int32, [ArgumentTest])] {
        let own = UInt32(getpid())
        return [
            (SYS_fcntl, [.argument(1, isNoneOf: signallingOrLeasing)]),
            (SYS_kill, [.argument(0, isOneOf: [own])]), (SYS_tgkill, [.argument(0, isOneOf: [own])]),
        ]
    }

    private static func files(_ names: Allowance.Names) -> [(Int32, [ArgumentTest])] {
        // Landlock knows truncating from ABI 3 only; nobody needs it at the opening of a file.
        let truncate = UInt32(O_TRUNC)
        var calls: [(Int32, [ArgumentTest])] = [
            (SYS_openat, [.argument(2, lacks: truncate)]),
            (SYS_fcntl, [.argument(1, isNoneOf: signallingOrLeasing)]),
            (SYS_ioctl, [.argument(1, isOneOf: harmlessCommands)]),
            (SYS_renameat2, [renaming(names)]),
        ]
        #if arch(x86_64)
            calls.append((SYS_open, [.argument(1, lacks: truncate)]))
        #endif
        return calls
    }

    /// RENAME_NOREPLACE and nothing else: neither exchange nor whiteout. Where Landlock would let a file be replaced, it
    /// must be there. Source: linux/fs.h.
    private static func renaming(_ names: Allowance.Names) -> ArgumentTest {
        switch names {
        case .byFolder: .argument(4, lacks: ~1)
        case .movedOnly, .movedByLink, .removedOnly: .argument(4, isOneOf: [1])
        }
    }

    /// F_SETOWN, F_SETSIG and F_SETOWN_EX would have the kernel send any signal to any process of the user; F_SETLEASE and
    /// F_NOTIFY would hold up or watch others. Source: linux/fcntl.h, asm-generic/fcntl.h.
    private static let signallingOrLeasing: [UInt32] = [8, 10, 15, 1024, 1026]

    /// TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX. All others are refused: TIOCSTI types into the terminal,
    /// FS_IOC_SETFLAGS changes objects that are open for reading. Source: asm-generic/ioctls.h.
    private static let harmlessCommands: [UInt32] = [0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451]

    private static func processes(own: UInt32) -> [(Int32, [ArgumentTest])] {
        [
            (SYS_clone, [.argument(0, isOneOf: [thread], mask: thread | namespaces)]),
            // abort(3) and raise(3) signal the process itself.
            (SYS_kill, [.argument(0, isOneOf: [own])]),
            (SYS_tgkill, [.argument(0, isOneOf: [own])]),
            // Ask for its own limits; set none.
            (SYS_prlimit64, [.argument(0, isOneOf: [0, own]), .argument(2, isOneOf: [0]), .upperHalfIsZero(2)]),
            (SYS_prctl, [.argument(0, isNoneOf: selfExposing)]),
        ]
    }

    /// CLONE_THREAD: without it a clone is a new process. Source: linux/sched.h.
    private static let thread: UInt32 = 0x0001_0000
    /// CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET.
    private static let namespaces: UInt32 = 0x7E02_0000
    /// PR_SET_DUMPABLE, PR_SET_MM, PR_SET_PTRACER: would let others look in again. Source: linux/prctl.h.
    private static let selfExposing: [UInt32] = [4, 35, 0x5961_6D61]

    private static func sockets(_ sockets: Sockets) -> [(Int32, [ArgumentTest])] {
        switch sockets {
        case .none, .accept: []
        case .connect:
            [
                (SYS_socket, tcp),
                // MSG_FASTOPEN connects without connect(2), past Landlock.
                (SYS_sendto, [.argument(3, lacks: fastOpen)]),
                (SYS_sendmsg, [.argument(2, lacks: fastOpen)]),
                (SYS_sendmmsg, [.argument(3, lacks: fastOpen)]),
            ]
        }
    }

    /// Landlock bounds TCP alone: no UDP, and neither MPTCP nor SCTP, which are streams as well.
    private static let tcp: [ArgumentTest] = [
        .argument(0, isOneOf: [2, 10]),  // AF_INET, AF_INET6: linux/socket.h
        .argument(1, isOneOf: [1], mask: socketType),  // SOCK_STREAM
        .argument(2, isOneOf: [0, 6]),  // the default, IPPROTO_TCP
    ]

    /// SOCK_TYPE_MASK: the rest of the type is flags. Source: linux/net.h.
    private static let socketType: UInt32 = 0xF
    /// MSG_FASTOPEN. Source: linux/socket.h.
    private static let fastOpen: UInt32 = 0x2000_0000
}
