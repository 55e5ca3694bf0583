internal import CLinux
internal import Glibc
internal import Linux

/// The filter of system calls: a classic BPF program that the kernel runs before each call. Source: seccomp(2).
///
/// It refuses by list what was known when it was written, and everything that is newer. An allow list would be as long,
/// and each call missing on it would break a backup somewhere: which calls glibc, the Swift runtime, SQLite, libcrypto and
/// libcurl make changes with their versions (such a list has killed restic in the field). A call missing on ours is still
/// bounded by Landlock, by the user, and by no_new_privs. What is newer than ``newestKnown`` gets ENOSYS, as from an older
/// kernel, and every library has an answer to that.
package struct CallFilter: Sendable {
    /// The last call of Linux 6.1, set_mempolicy_home_node(2). Everything that we run on works with that kernel's calls.
    /// x32 calls have bit 30 set: they are above it too.
    static let newestKnown: UInt32 = 450

    let program: [sock_filter]

    /// The filter that goes with `allowance` and with what Landlock does on this kernel.
    package init(for allowance: Allowance, on kernel: Kernel) {
        self.init(checking: CheckedCalls.list(allowance), refusing: RefusedCalls.list(allowance, on: kernel))
    }

    /// The filter of a program that is not ours: it may start others, and be of any make.
    ///
    /// - Parameter restoring: whether it gives files their modes, owners and attributes.
    init(enclosingOne restoring: Bool) {
        self.init(checking: CheckedCalls.ofEnclosed, refusing: RefusedCalls.ofEnclosed(restoring: restoring))
    }

    private init(checking checked: [(Int32, [ArgumentTest])], refusing refused: [(errno: Int32, calls: [Int32])]) {
        var answers = [CallTree.Answer](repeating: .value(Verdict.allow.value), count: Int(Self.newestKnown) + 1)
        // What is said first holds.
        for (errno, calls) in refused.reversed() {
            for call in calls { answers[Int(call)] = .value(Verdict.refuse(errno).value) }
        }
        for (index, (call, _)) in checked.enumerated().reversed() { answers[Int(call)] = .block(index) }
        program =
            Self.preamble
            + CallTree.program(
                answers, newer: Verdict.refuse(ENOSYS).value, blocks: checked.map { Self.check($0.1) })
    }

    /// Sets it on every thread, for good.
    package func install() throws(ConfinementError) {
        try step("seccomp") {
            unsafe program.withUnsafeBufferPointer { unsafe clinux_seccomp($0.baseAddress, UInt16($0.count)) }
        }
    }

    /// What becomes of a call.
    private enum Verdict {
        case allow
        case refuse(Int32)
        case kill

        /// As the filter returns it.
        var value: UInt32 {
            switch self {
            case .allow: SECCOMP_RET_ALLOW
            case .refuse(let errno): SECCOMP_RET_ERRNO | UInt32(errno)
            case .kill: SECCOMP_RET_KILL_PROCESS
            }
        }
    }

    /// The architecture comes first: numbers mean other calls in 32-bit mode, which nothing of ours enters.
    private static var preamble: [sock_filter] {
        [load(at: 4), skip(1, if: CLINUX_ARCHITECTURE), answer(.kill), load(at: 0)]
    }

    /// Allows a call only where all of `tests` hold.
    private static func check(_ tests: [ArgumentTest]) -> [sock_filter] {
        tests.flatMap { test in
            [load(at: 16 + 4 * test.word), .instruction(BPF_ALU | BPF_AND | BPF_K, test.mask)]
                + refuse(EPERM, unlessValueIs: test.wanted)
        } + [answer(.allow)]
    }

    /// Falls through where the loaded value is wanted. At most 255 values: a comparison jumps no further.
    private static func refuse(_ errno: Int32, unlessValueIs wanted: ArgumentTest.Wanted) -> [sock_filter] {
        switch wanted {
        case .oneOf(let values):
            // Each jumps over the refusal.
            values.enumerated().map { skip(UInt8(values.count - $0), if: $1) } + [answer(.refuse(errno))]
        case .noneOf(let values):
            // Each jumps onto the refusal, and the jump after the last around it.
            values.enumerated().map { skip(UInt8(values.count - $0), if: $1) }
                + [.instruction(BPF_JMP | BPF_JA, 1), answer(.refuse(errno))]
        }
    }

    private static func answer(_ verdict: Verdict) -> sock_filter { .instruction(BPF_RET | BPF_K, verdict.value) }

    /// Loads 32 bits of `struct seccomp_data`: the number at 0, the architecture at 4, six arguments of 8 bytes from 16.
    private static func load(at offset: Int) -> sock_filter {
        .instruction(BPF_LD | BPF_W | BPF_ABS, UInt32(offset))
    }

    private static func skip(_ count: UInt8, if value: UInt32) -> sock_filter {
        .instruction(BPF_JMP | BPF_JEQ | BPF_K, value, then: count)
    }
}
