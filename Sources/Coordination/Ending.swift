/// How the program ends. Scripts read this, so a number never changes its meaning.
enum Ending: Int32, Sendable {
    case done = 0
    case failed = 1
    /// A check found something.
    case found = 2
    /// `EX_USAGE`. Source: sysexits(3).
    case usage = 64
    /// `EX_CONFIG`. Source: sysexits(3).
    case badConfiguration = 78
}
