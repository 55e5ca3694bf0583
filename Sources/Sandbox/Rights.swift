/// What Landlock can allow below a folder. Source: linux/landlock.h, "Filesystem flags".
struct Rights: OptionSet, Sendable {
    let rawValue: UInt64

    static let execute = Rights(rawValue: 1 << 0)
    static let writeFile = Rights(rawValue: 1 << 1)
    static let readFile = Rights(rawValue: 1 << 2)
    static let readFolder = Rights(rawValue: 1 << 3)
    static let removeFolder = Rights(rawValue: 1 << 4)
    static let removeFile = Rights(rawValue: 1 << 5)
    static let makeFile = Rights(rawValue: 1 << 8)
    /// Files may move in from other folders, and out to others. From ABI 2.
    static let refer = Rights(rawValue: 1 << 13)
    /// From ABI 3.
    static let truncate = Rights(rawValue: 1 << 14)
    /// ioctl(2) on devices. From ABI 5.
    static let deviceControl = Rights(rawValue: 1 << 15)

    /// The rights of ABI 1: from execute to the making of symbolic links.
    private static let ofABI1 = Rights(rawValue: (1 << 13) - 1)

    /// Everything that this ABI knows: what is handled and not allowed by a rule is refused.
    static func handled(byABI abi: Int) -> Rights {
        var rights = ofABI1
        if abi >= 2 { rights.insert(.refer) }
        if abi >= 3 { rights.insert(.truncate) }
        if abi >= 5 { rights.insert(.deviceControl) }
        return rights
    }

    /// Open, read, list.
    static let reading: Rights = [.readFile, .readFolder]
    /// Add files for good, by moving them in. What is here can be neither written, nor removed, nor moved out.
    static let appending: Rights = [.readFile, .readFolder, .makeFile, .refer]
    /// Add files by moving them in, and move them out.
    static let moving: Rights = [.readFile, .readFolder, .makeFile, .refer, .removeFile]
    /// List and remove files.
    static let removing: Rights = [.readFolder, .removeFile]
    /// Make, write and remove files, and move them out.
    static let working: Rights = [
        .readFile, .readFolder, .makeFile, .refer, .writeFile, .removeFile, .truncate,
    ]
    /// Read and run programs.
    static let running: Rights = [.execute, .readFile, .readFolder]
    /// All that can be done with files but running them.
    static let owning: Rights = ofABI1.subtracting(.execute).union([.refer, .truncate])
    /// What SQLite does in its folder: make, write, truncate and remove files, none of which leaves it.
    static let keeping: Rights = [.readFile, .readFolder, .makeFile, .writeFile, .removeFile, .truncate]
}
