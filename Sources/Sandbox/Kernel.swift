internal import CLinux
internal import Glibc

/// What the kernel offers, as a value: a test passes an older one.
package struct Kernel: Hashable, Sendable {
    /// The state of Landlock.
    package enum Landlock: Hashable, Sendable {
        case absent
        case switchedOff
        case abi(Int)
    }

    package let landlock: Landlock

    package init(landlock: Landlock) {
        self.landlock = landlock
    }

    /// The kernel that runs us.
    package static var running: Kernel {
        let abi = clinux_landlock_abi()
        if abi > 0 { return Kernel(landlock: .abi(Int(abi))) }
        return Kernel(landlock: errno == EOPNOTSUPP ? .switchedOff : .absent)
    }

    /// The newest ABI, 0 where there is none.
    var abi: Int {
        switch landlock {
        case .absent, .switchedOff: 0
        case .abi(let abi): abi
        }
    }

    package var level: Level { Level(abi: abi) }

    /// Whether Landlock itself refuses to truncate a file, however it is opened; else only the filter of calls does.
    var truncatingNeedsRight: Bool { abi >= 3 }

    /// What `required` misses here. At ABI 2 the filter of calls stands in for TRUNCATE, and mode 0400.
    func shortfall(of allowance: Allowance, asRoot: Bool) -> ConfinementError? {
        switch landlock {
        case .absent: .noLandlock
        case .switchedOff: .landlockSwitchedOff
        case .abi(let abi) where abi < 2: .landlockTooOld
        case .abi(let abi) where abi < 3 && asRoot: .rootBeforeTruncate
        case .abi(let abi) where abi < 4 && allowance.sockets.port != nil: .portsBeforeABI4
        case .abi: nil
        }
    }
}
