import Contract
import Dispatch
import Foundation
import Synchronization

/// Tries the cases, and prints a line for each as soon as all servers were asked.
struct Table {
    let subjects: [any Subject]
    /// Only cases whose sentence holds this text.
    let filter: String?
    /// Without the cases that take long.
    let isQuick: Bool

    private static let width = 96

    /// Prints all of it.
    ///
    /// - Returns: whether the first server passed everything.
    func print() -> Bool {
        line("", subjects.map(\.name))
        var sums = subjects.map { _ in Sum() }
        var notes: [String] = []
        for chapter in Contract.chapters {
            let cases = chapter.cases.filter { isWanted($0) }
            if cases.isEmpty { continue }
            line("\n\(chapter.title)", [])
            for one in cases {
                let verdicts = verdicts(on: one)
                line("  " + one.name, verdicts.map(\.word))
                for (index, verdict) in verdicts.enumerated() {
                    sums[index].add(verdict)
                    if case .broken(let why) = verdict {
                        let note = "\(subjects[index].name): \(one.name)\n    \(why)"
                        notes.append(note)
                    }
                }
            }
        }
        line("\npassed", sums.map { String($0.holds) })
        line("FAILED", sums.map { String($0.broken) })
        line("not applicable", sums.map { String($0.other) })
        if !notes.isEmpty { Swift.print("\nWhat was seen instead:") }
        for note in notes { Swift.print("  " + note) }
        return sums[0].broken == 0
    }

    private func isWanted(_ one: Case) -> Bool {
        if isQuick, one.isLong { return false }
        return filter.map { one.name.contains($0) } ?? true
    }

    /// All servers at once: most of a case's time is waiting.
    private func verdicts(on one: Case) -> [Verdict] {
        let verdicts = Mutex([Int: Verdict]())
        let subjects = subjects
        DispatchQueue.concurrentPerform(iterations: subjects.count) { index in
            let verdict = one.verdict(on: subjects[index])
            verdicts.withLock { $0[index] = verdict }
        }
        return verdicts.withLock { found in subjects.indices.map { found[$0] ?? .broken("no verdict") } }
    }

    private func line(_ name: String, _ cells: [String]) {
        let head =
            name.count < Self.width ? name.padding(toLength: Self.width, withPad: " ", startingAt: 0) : name + " "
        let text = head + cells.map { $0.padding(toLength: 14, withPad: " ", startingAt: 0) }.joined() + "\n"
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}

/// How often a server passed.
private struct Sum {
    var (holds, broken, other) = (0, 0, 0)

    mutating func add(_ verdict: Verdict) {
        switch verdict {
        case .holds: holds += 1
        case .broken: broken += 1
        case .notApplicable: other += 1
        }
    }
}

extension Verdict {
    /// As the table has it.
    fileprivate var word: String {
        switch self {
        case .holds: "pass"
        case .broken: "FAIL"
        case .notApplicable: "n.a."
        }
    }
}
