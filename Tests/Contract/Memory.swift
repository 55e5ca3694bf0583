internal import Foundation

/// What the kernel tells of a process's memory.
enum Memory {
    /// The most that it ever had, in bytes. Source: proc(5), `VmHWM`.
    static func peak(of process: Int32) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        for line in text.split(separator: "\n") where line.hasPrefix("VmHWM:") {
            let digits = line.filter(\.isNumber)
            if let kibibytes = Int(digits) { return kibibytes << 10 }
        }
        throw Breach("no VmHWM of process \(process)")
    }
}
