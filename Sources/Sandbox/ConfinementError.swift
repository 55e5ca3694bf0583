public import Linux

/// Why a process could not be confined as asked. It must say so and exit.
public enum ConfinementError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kernel was built without Landlock, or is older than 5.13.
    case noLandlock
    /// The kernel has Landlock, and it was not switched on at boot.
    case landlockSwitchedOff
    /// ABI 1 (Linux 5.13 to 5.18): files cannot move between folders.
    case landlockTooOld
    /// ABI 2 (Linux 5.19 to 6.1) does not know truncating, and root is not held by mode 0400.
    case rootBeforeTruncate
    /// ABI 2 or 3 (Linux before 6.7) does not know TCP ports, and the storage is remote.
    case portsBeforeABI4
    /// Another thread runs: it would stay unconfined.
    case severalThreads
    /// A folder that the allowance names cannot be opened.
    case folder(String, SystemCallError)
    /// A step failed that must not fail.
    case system(SystemCallError)

    /// What is missing, in lower case, without a full stop.
    public var problem: String {
        switch self {
        case .noLandlock: "this kernel has no Landlock"
        case .landlockSwitchedOff: "Landlock is switched off in this kernel"
        case .landlockTooOld: "this kernel's Landlock (ABI 1) cannot let files move into the repository"
        case .rootBeforeTruncate: "this kernel's Landlock (ABI 2) cannot keep root from emptying files"
        case .portsBeforeABI4: "this kernel's Landlock (before ABI 4) cannot bound connections to one port"
        case .severalThreads: "another thread runs already, and would stay unconfined"
        case .folder(let name, let why): "cannot confine to \(name): \(why)"
        case .system(let why): "cannot confine this process: \(why)"
        }
    }

    /// What to do about it.
    public var hint: String {
        let word = #"landlock = "best-effort" in postern.toml"#
        return switch self {
        case .noLandlock: "run Linux 6.2 or newer with CONFIG_SECURITY_LANDLOCK, or write \(word)"
        case .landlockSwitchedOff: "add landlock to the boot parameter lsm=, or write \(word)"
        case .landlockTooOld: "run Linux 6.2 or newer (5.19 as a user that is not root), or write \(word)"
        case .rootBeforeTruncate: "run as a user that is not root, or Linux 6.2 or newer, or write \(word)"
        case .portsBeforeABI4: "a remote storage needs Linux 6.7 or newer, or write \(word)"
        case .severalThreads: "this is a fault in postern: confine before anything starts a thread"
        case .folder: "every folder of it must exist, be no symbolic link, and belong to this user"
        case .system: "seccomp and Landlock must not be withheld by a container; postern doctor says more"
        }
    }

    /// The problem and the hint, a line each.
    public var description: String { "\(problem)\nhint: \(hint)" }
}
