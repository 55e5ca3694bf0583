/// How much of a confinement the kernel enforces. Each level does all that the ones before it do.
///
/// The raw value stands in the session's row of the trail: never rename one, only add. Source: landlock(7), "VERSIONS".
public enum Level: String, CaseIterable, Comparable, Sendable {
    /// No Landlock, or ABI 1, under which nothing can move from `tmp/` into `data/`. Only calls are filtered.
    case callsOnly = "seccomp-only"
    /// Files and folders, and what moves between them. Truncating is refused by the filter of calls alone.
    case landlock2 = "landlock-2"
    /// Truncating too.
    case landlock3 = "landlock-3"
    /// TCP ports too.
    case landlock4 = "landlock-4"
    /// Device commands too.
    case landlock5 = "landlock-5"
    /// Signals and abstract sockets of others too.
    case landlock6 = "landlock-6"
    /// ABI 7 or later: refusals also stand in the kernel's audit log.
    case landlock7 = "landlock-7"

    /// What this kernel can enforce.
    public static var ofThisKernel: Level { Kernel.running.level }

    /// A level is less where the kernel enforces less.
    public static func < (left: Level, right: Level) -> Bool {
        left.order < right.order
    }

    private var order: Int {
        switch self {
        case .callsOnly: 0
        case .landlock2: 2
        case .landlock3: 3
        case .landlock4: 4
        case .landlock5: 5
        case .landlock6: 6
        case .landlock7: 7
        }
    }

    /// The level that a Landlock ABI gives; later ABIs count as the last one that we use.
    init(abi: Int) {
        self = Level.allCases.last { $0.order <= abi } ?? .callsOnly
    }
}
