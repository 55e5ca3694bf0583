internal import CLinux
internal import Glibc
internal import Linux
@testable internal import Sandbox
internal import Testing

@Suite("The filter of calls, number by number") struct CallFilterTests {
    /// What becomes of a call as far as its number says it.
    private enum Outcome: Hashable {
        case allowed, refused(Int32), killed, byArguments
    }

    private static let allowances: [Allowance] = [
        .nothing, .refusingGate, .gate(purging: .at("/var")), .gate(reading: .at("/var")),
        .gate(appendingTo: .at("/var")), .gate(appendingTo: .at("/var"), commit: .byLink),
        .gate(appendingTo: .at("/var"), adding: .objects(keys: false)), .gate(maintaining: .at("/var")),
        .gate(maintaining: .at("/var"), commit: .byLink), .gate(connectingTo: 443),
        .ledger(keeping: [.at("/var")], socketFolder: .at("/run")),
    ]

    @Test("Each number has the answer that the lists give it, and no other", arguments: 0...4)
    func answers(abi: Int) throws {
        let kernel = Kernel(landlock: abi == 0 ? .absent : .abi(abi))
        for (index, allowance) in Self.allowances.enumerated() {
            let filter = CallFilter(for: allowance, on: kernel)
            let checked = Set(CheckedCalls.list(allowance).map { UInt32($0.0) })
            var refused: [UInt32: Int32] = [:]
            for (errno, calls) in RefusedCalls.list(allowance, on: kernel).reversed() {
                for call in calls { refused[UInt32(call)] = errno }
            }
            for number in Array(0...1100) + [1 << 30, 1 << 30 + 1, UInt32.max] {
                let expected: Outcome =
                    if number > CallFilter.newestKnown { .refused(ENOSYS) } else if checked.contains(number) {
                        .byArguments
                    } else if let errno = refused[number] { .refused(errno) } else { .allowed }
                let (outcome, steps) = try Self.run(filter.program, number, CLINUX_ARCHITECTURE)
                #expect(outcome == expected, "allowance \(index), call \(number)")
                #expect(steps <= 16, "allowance \(index), call \(number)")
            }
        }
    }

    @Test("What another program may do has the same form")
    func enclosed() throws {
        let filter = CallFilter(enclosingOne: false)
        #expect(try Self.run(filter.program, UInt32(SYS_execve), CLINUX_ARCHITECTURE).outcome == .allowed)
        #expect(try Self.run(filter.program, UInt32(SYS_ptrace), CLINUX_ARCHITECTURE).outcome == .refused(EPERM))
        #expect(try Self.run(filter.program, UInt32(SYS_clone3), CLINUX_ARCHITECTURE).outcome == .refused(ENOSYS))
        #expect(try Self.run(filter.program, UInt32(SYS_kill), CLINUX_ARCHITECTURE).outcome == .byArguments)
    }

    @Test("Calls of another architecture end the process", arguments: [0, 0x4000_0003, UInt32.max])
    func architecture(architecture: UInt32) throws {
        let filter = CallFilter(for: .refusingGate, on: Kernel(landlock: .abi(3)))
        for number: UInt32 in 0...460 {
            #expect(try Self.run(filter.program, number, architecture).outcome == .killed)
        }
    }

    /// Goes through the program as the kernel does, up to its answer or to where it looks at an argument.
    private static func run(
        _ program: [sock_filter], _ number: UInt32, _ architecture: UInt32
    ) throws -> (outcome: Outcome, steps: Int) {
        var (position, loaded, steps) = (0, UInt32(0), 0)
        while true {
            let step = try #require(program.indices.contains(position) ? program[position] : nil)
            steps += 1
            position += 1
            switch Int32(step.code) {
            case BPF_LD | BPF_W | BPF_ABS:
                guard step.k == 0 || step.k == 4 else { return (.byArguments, steps) }
                loaded = step.k == 0 ? number : architecture
            case BPF_JMP | BPF_JEQ | BPF_K: position += Int(loaded == step.k ? step.jt : step.jf)
            case BPF_JMP | BPF_JGE | BPF_K: position += Int(loaded >= step.k ? step.jt : step.jf)
            case BPF_JMP | BPF_JA: position += Int(step.k)
            case BPF_RET | BPF_K:
                let outcome: Outcome =
                    switch step.k {
                    case SECCOMP_RET_ALLOW: .allowed
                    case SECCOMP_RET_KILL_PROCESS: .killed
                    default: .refused(Int32(step.k & 0xFFFF))
                    }
                return (outcome, steps)
            default: throw Unknown(code: step.code)
            }
        }
    }

    private struct Unknown: Error { let code: UInt16 }
}
