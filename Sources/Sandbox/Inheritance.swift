internal import CLinux
internal import Glibc
public import Linux

extension Confinement {
    /// Closes every descriptor but 0, 1, 2 and those that are named: whoever started us may have left some open.
    ///
    /// Call it before anything of ours is open. Needs Linux 5.9.
    ///
    /// - Parameter kept: numbers that stay open, in any order.
    /// - Throws: the `errno` of close_range(2).
    public static func closeInheritedDescriptors(keeping kept: [UInt32] = []) throws(SystemCallError) {
        var first: UInt32 = 3
        for descriptor in kept.sorted() where descriptor >= first {
            if descriptor > first { try retrying("close_range") { clinux_close_range(first, descriptor - 1) } }
            first = descriptor + 1
        }
        try retrying("close_range") { clinux_close_range(first, UInt32.max) }
    }

    /// Forgets every variable of the environment and overwrites its text, which `/proc/PID/environ` also shows.
    ///
    /// ``enter(_:)`` does it too. What getenv(3) returned before points to nothing afterwards: read it into a String first.
    ///
    /// - Throws: the `errno` of clearenv(3).
    public static func clearEnvironment() throws(SystemCallError) {
        try retrying("clearenv") { clinux_clear_environment() }
    }
}
