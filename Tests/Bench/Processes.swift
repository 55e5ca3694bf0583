internal import Glibc
internal import Linux

/// What the kernel tells of a process that runs.
enum Processes {
    /// Seconds of all its threads on the processors. Source: the kernel's `Documentation/scheduler/sched-stats.rst`.
    static func processorTime(of process: Int32) throws -> Double {
        var nanoseconds = 0.0
        for thread in try names(in: "/proc/\(process)/task") {
            let text = try? Tool.text(of: "/proc/\(process)/task/\(thread)/schedstat")
            nanoseconds += text?.split(separator: " ").first.flatMap { Double($0) } ?? 0
        }
        return nanoseconds / 1e9
    }

    /// Bytes, by the name of a line of `/proc/PID/status`: `VmRSS`, or `VmHWM`, which is the most that there ever was.
    static func memory(_ name: String, of process: Int32) throws -> Double {
        try kibibytes(name, in: "/proc/\(process)/status")
    }

    /// Bytes of the process's share of memory: pages that several have in use are divided among them.
    static func share(of process: Int32) throws -> Double {
        try kibibytes("Pss", in: "/proc/\(process)/smaps_rollup")
    }

    private static func kibibytes(_ name: String, in path: String) throws -> Double {
        for line in try Tool.text(of: path).split(separator: "\n") where line.hasPrefix("\(name):") {
            if let number = Double(line.filter { $0.isNumber }) { return number * 1024 }
        }
        throw Trouble("\(path) has no \(name)")
    }

    static func names(in folder: String) throws -> [String] {
        guard let stream = unsafe opendir(folder) else { throw Trouble("\(folder) cannot be read") }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }
}
