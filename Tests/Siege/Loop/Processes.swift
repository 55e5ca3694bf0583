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

    /// The gates of a castle's maintenance.
    static func maintainers(of castle: Castle) -> [Process] {
        running("postern-gate", in: castle.folder) { $0.contains("maintain") }
    }

    /// The restics of a castle's maintenance: by their environment, since their command line names no folder.
    static func restics(of castle: Castle) -> [Process] {
        Files.names(in: "/proc").compactMap { Int32($0) }.compactMap { pid in
            guard Files.text("/proc/\(pid)/cmdline").split(separator: "\0").first?.hasSuffix("/restic") == true,
                Files.text("/proc/\(pid)/environ").contains("RESTIC_CACHE_DIR=\(castle.folder)/")
            else { return nil }
            return Process(pid: pid, parent: parent(of: pid))
        }
    }

    /// The coordinators that work on a castle.
    static func coordinators(of castle: Castle) -> [Process] { running("postern", in: castle.folder) }

    /// The ledgers of a castle.
    static func ledgers(in folder: String) -> [Process] { running("postern-ledger", in: folder) }

    /// Programs whose command line names a castle's folder, which no other has.
    private static func running(
        _ program: String, in folder: String, where fits: ([Substring]) -> Bool = { _ in true }
    ) -> [Process] {
        Files.names(in: "/proc").compactMap { Int32($0) }.compactMap { pid in
            let words = Files.text("/proc/\(pid)/cmdline").split(separator: "\0")
            guard words.first?.hasSuffix("/\(program)") == true, words.contains("\(folder)/etc"), fits(words)
            else { return nil }
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
