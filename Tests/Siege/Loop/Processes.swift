internal import Glibc

/// Processes of a castle, as /proc shows them. Source: proc(5).
enum Processes {
    /// A running program.
    struct Process: Hashable {
        let pid: Int32
        let parent: Int32
    }

    /// The gates that serve a castle.
    static func gates(of castle: Castle) -> [Process] { running("postern-gate", in: castle.folder) }

    /// What a run of maintenance starts: restic, or its gate.
    static func maintainers(of castle: Castle, _ gate: Bool) -> [Process] {
        Files.names(in: "/proc").compactMap { Int32($0) }.compactMap { pid in
            let words = Files.text("/proc/\(pid)/cmdline").split(separator: "\0")
            let program = gate ? "postern-gate" : "restic"
            guard words.first?.split(separator: "/").last == Substring(program),
                words.contains(where: { $0.contains("postern-gate maintain --config \(castle.folder)/etc") })
                    || gate && words.contains("maintain") && words.contains("\(castle.folder)/etc")
            else { return nil }
            return Process(pid: pid, parent: parent(of: pid))
        }
    }

    /// The ledgers of a castle.
    static func ledgers(in folder: String) -> [Process] { running("postern-ledger", in: folder) }

    /// Programs whose command line names a castle's folder, which no other has.
    private static func running(_ program: String, in folder: String) -> [Process] {
        Files.names(in: "/proc").compactMap { Int32($0) }.compactMap { pid in
            let words = Files.text("/proc/\(pid)/cmdline").split(separator: "\0")
            guard words.first?.hasSuffix("/\(program)") == true, words.contains("\(folder)/etc") else {
                return nil
            }
            return Process(pid: pid, parent: parent(of: pid))
        }
    }

    /// How many files a process has open.
    static func openFiles(of pid: Int32) -> Int { Files.names(in: "/proc/\(pid)/fd").count }

    private static func parent(of pid: Int32) -> Int32 {
        // "PID (NAME) STATE PARENT …"; the name may hold anything.
        let fields = Files.text("/proc/\(pid)/stat").split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 1 ? Int32(fields[1]) ?? 0 : 0
    }
}
