internal import Glibc
internal import Linux
internal import Synchronization

/// Adds up what the processes of a castle cost, as far as they live for a tenth of a second. Source: proc(5).
final class CPUWatch: Sendable {
    private struct Seen {
        /// Who it works for, and its seconds of CPU.
        var known: [Int32: (who: String, seconds: Double)] = [:]
        /// What those had used that were there before.
        var before: [Int32: Double] = [:]
        var isOver = false

        mutating func look(_ folder: String) {
            for process in Files.names(in: "/proc").compactMap({ Int32($0) }) {
                guard let who = CPUWatch.who(process, folder), let seconds = CPUWatch.seconds(process) else { continue }
                known[process] = (who, seconds)
            }
        }
    }

    private let seen = Monitor(Seen())

    /// Starts to watch.
    init(_ folder: String) throws(SiegeError) {
        seen.change { seen in
            seen.look(folder)
            seen.before = seen.known.mapValues(\.seconds)
        }
        try SiegeError.wrap { () throws(SystemCallError) in
            try Worker.start { [seen] in
                while !seen.change({ $0.isOver }) {
                    seen.change { $0.look(folder) }
                    usleep(100_000)
                }
            }
        }
    }

    /// Ends, and gives the seconds of each gate's client, of `ledger`, and of `restic`.
    func end() -> [String: Double] {
        seen.change { seen in
            seen.isOver = true
            let used = seen.known.map { ($1.who, $1.seconds - (seen.before[$0] ?? 0)) }
            return Dictionary(used, uniquingKeysWith: +)
        }
    }

    fileprivate static func who(_ process: Int32, _ folder: String) -> String? {
        let words = Files.text("/proc/\(process)/cmdline").split(separator: "\0").map(String.init)
        guard let program = words.first, words.contains(where: { $0.contains(folder) }) else { return nil }
        if program.hasSuffix("/postern-ledger") { return "ledger" }
        if program.hasSuffix("restic") { return "restic" }
        guard program.hasSuffix("/postern-gate"), let index = words.firstIndex(of: "--client"),
            index + 1 < words.count
        else { return nil }
        return words[index + 1]
    }

    fileprivate static func seconds(_ process: Int32) -> Double? {
        let fields = Files.text("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return nil }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
