internal import CLinux

/// The part of a filter that finds a call's answer by its number, in halves.
///
/// The kernel runs a new filter once for each call's number, to remember which of them it always allows: with one comparison
/// after the other that took longer than the rest of a gate's confinement together. Source: Linux, `kernel/seccomp.c`,
/// `seccomp_cache_prepare`.
struct CallTree {
    /// What becomes of a call.
    enum Answer: Hashable {
        /// Its number says it all: what the filter returns.
        case value(UInt32)
        /// The block of this number looks at its arguments.
        case block(Int)
    }

    /// The lowest number of each answer that is not the one before's, from 0 on.
    private var ranges: [(from: UInt32, answer: Answer)] = []
    /// What is made, and where in it the place of a block's start is still to be filled in.
    private var program: [sock_filter] = []
    private var jumps: [(at: Int, block: Int)] = []

    /// Makes what follows in a filter once the number is loaded.
    ///
    /// - Parameters:
    ///   - answers: by the call's number.
    ///   - newer: what becomes of calls whose number is above those.
    ///   - blocks: what looks at arguments; each ends with an answer too.
    /// - Returns: the instructions; each way through them ends with an answer.
    static func program(_ answers: [Answer], newer: UInt32, blocks: [[sock_filter]]) -> [sock_filter] {
        var tree = CallTree()
        for (number, answer) in answers.enumerated() where tree.ranges.last?.answer != answer {
            tree.ranges.append((UInt32(number), answer))
        }
        tree.ranges.append((UInt32(answers.count), .value(newer)))
        tree.program.reserveCapacity(1024)
        tree.add(0..<tree.ranges.count)
        tree.add(blocks)
        return tree.program
    }

    /// Adds what tells some ranges apart. At most 256 of them: a comparison jumps over 255 instructions.
    private mutating func add(_ part: Range<Int>) {
        guard part.count > 1 else { return add(ranges[part.lowerBound].answer) }
        let middle = part.lowerBound + part.count / 2
        let comparison = program.count
        program.append(.instruction(BPF_JMP | BPF_JGE | BPF_K, ranges[middle].from))
        add(part.lowerBound..<middle)
        program[comparison].jt = UInt8(program.count - comparison - 1)
        add(middle..<part.upperBound)
    }

    private mutating func add(_ answer: Answer) {
        switch answer {
        case .value(let value): program.append(.instruction(BPF_RET | BPF_K, value))
        case .block(let index):
            jumps.append((program.count, index))
            program.append(.instruction(BPF_JMP | BPF_JA, 0))
        }
    }

    private mutating func add(_ blocks: [[sock_filter]]) {
        var starts: [Int] = []
        for block in blocks {
            starts.append(program.count)
            program += block
        }
        for jump in jumps { program[jump.at].k = UInt32(starts[jump.block] - jump.at - 1) }
    }
}

extension sock_filter {
    /// One instruction; a comparison goes on after so many others.
    static func instruction(_ code: Int32, _ value: UInt32, then: UInt8 = 0) -> sock_filter {
        sock_filter(code: UInt16(code), jt: then, jf: 0, k: value)
    }
}
