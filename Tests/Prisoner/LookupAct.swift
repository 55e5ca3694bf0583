internal import CPrisoner
internal import Glibc

/// Asking what a name is, with a call that takes a structure.
package enum LookupAct: String, Act {
    case atOnce

    package func attempt(in cell: Cell) -> Int32 {
        // What was looked up just now is in the kernel's memory. O_PATH, RESOLVE_CACHED: linux/openat2.h.
        var status = stat()
        _ = unsafe fstatat(cell.repository, "data/00/object", &status, AT_SYMLINK_NOFOLLOW)
        return unsafe [UInt64(0o10000000), 0, 0x20].withUnsafeBytes {
            systemCall(
                SYS_openat2, Int(cell.repository), path: "data/00/object", Int(bitPattern: $0.baseAddress), $0.count)
        }
    }
}
