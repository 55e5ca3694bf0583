/// What the command line asks for.
struct Options {
    /// Where our programs are.
    let programs: String
    /// Less of everything, to see that it works; its figures are worth less.
    private(set) var isQuick = false
    /// Only the measurements whose name contains this.
    private(set) var only = ""
    /// The page whose figures are replaced; empty: none is.
    private(set) var page = ""
    /// Further places to look for an rclone.
    private(set) var rclones: [String] = []

    init(_ words: some Sequence<String>) throws(Trouble) {
        var rest = Array(words)[...]
        guard let programs = rest.popFirst() else { throw Trouble(Command.usage) }
        // Some of them are started from other folders.
        self.programs = Tool.absolutePath(programs)
        while let word = rest.popFirst() {
            switch word {
            case "--quick": isQuick = true
            case "--only": only = try Self.value(&rest)
            case "--write": page = try Self.value(&rest)
            case "--rclone": rclones.append(Tool.absolutePath(try Self.value(&rest)))
            default: throw Trouble(Command.usage)
            }
        }
    }

    private static func value(_ rest: inout ArraySlice<String>) throws(Trouble) -> String {
        guard let value = rest.popFirst() else { throw Trouble(Command.usage) }
        return value
    }
}
