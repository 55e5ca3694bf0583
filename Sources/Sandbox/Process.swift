internal import CLinux
internal import Glibc
internal import Linux

/// What a process gives up by itself, without Landlock and the filter.
enum Process {
    static var hasOneThread: Bool { clinux_is_single_threaded() == 1 }

    /// Whether the user is root, really or in effect.
    static var isRoot: Bool { getuid() == 0 || geteuid() == 0 }

    /// Environment, umask, limits, dumpable, no_new_privs.
    static func emptyItself(descriptors: UInt) throws(ConfinementError) {
        try step("clearenv") { clinux_clear_environment() }
        _ = umask(mode_t(Limits.umask))
        try step("setrlimit") { clinux_no_core_files() }
        try step("setrlimit") { clinux_bound_descriptors(descriptors) }
        try step("prctl") { clinux_not_dumpable() }
        try step("prctl") { clinux_no_new_privileges() }
    }

    /// Root without capabilities is one user among others: mode 0400 holds it too.
    static func dropCapabilities() throws(ConfinementError) {
        try step("capset") { clinux_drop_capabilities() }
    }
}

/// One call that must succeed; a positive result counts as failure too.
func step(_ call: String, _ body: () -> Int32) throws(ConfinementError) {
    let result = body()
    if result != 0 { throw .system(SystemCallError(call, result < 0 ? errno : EBUSY)) }
}
