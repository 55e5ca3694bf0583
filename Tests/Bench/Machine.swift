internal import Glibc

/// The machine that the figures are of.
struct Machine {
    /// One paragraph.
    let text: String

    init() {
        let processor = Self.value("model name", in: "/proc/cpuinfo") ?? "an unknown processor"
        let flags = (Self.value("flags", in: "/proc/cpuinfo") ?? "").split(separator: " ")
        let hash = flags.contains("sha_ni") || flags.contains("sha2") ? "with" : "without"
        let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        let memory = (Self.value("MemTotal", in: "/proc/meminfo") ?? "").filter { $0.isNumber }
        let gibibytes = Text.decimal((Double(memory) ?? 0) / 1_048_576, 0)
        let kernel = Tool.firstLine(["uname", "-sr"]) ?? "an unknown kernel"
        let disk = Tool.firstLine(["stat", "-f", "-c", "%T", "/tmp"]) ?? "an unknown file system"
        let day = Tool.firstLine(["date", "-u", "+%Y-%m-%d"]) ?? ""
        let others = [["restic", "version"], ["openssl", "version"], ["rclone", "version"]]
            .compactMap { Tool.firstLine($0) }
        text = """
            Measured on \(day): \(processor), \(hash) SHA instructions, \(cores) cores, \(gibibytes) GiB; \(kernel), \
            files on \(disk); \(others.map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
                .joined(separator: ", ")). Others may have used the machine at the same time: trust processor seconds \
            and ratios, not the clock.
            """
    }

    private static func value(_ name: String, in path: String) -> String? {
        guard let text = try? Tool.text(of: path) else { return nil }
        for line in text.split(separator: "\n") where line.hasPrefix(name) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            return line[line.index(after: colon)...].split(separator: " ").joined(separator: " ")
        }
        return nil
    }
}
