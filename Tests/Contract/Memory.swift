internal import Foundation
internal import Glibc

/// What the kernel tells of a process's memory.
enum Memory {
    /// The most that it ever had, in bytes. Source: proc(5), `VmHWM`.
    ///
    /// Under a sanitizer nearly all memory is the sanitizer's: then it is 0, and such a run says nothing about memory.
    static func peak(of process: Int32) throws -> Int {
        if isSanitized { return 0 }
        let text = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        for line in text.split(separator: "\n") where line.hasPrefix("VmHWM:") {
            let digits = line.filter(\.isNumber)
            if let kibibytes = Int(digits) { return kibibytes << 10 }
        }
        throw Breach("no VmHWM of process \(process)")
    }

    /// Whether the programs of this package were built with a sanitizer: this one was, and so were they.
    private static let isSanitized = ["__asan_init", "__tsan_init"].contains { (name: String) in
        unsafe dlsym(nil, name) != nil
    }
}
