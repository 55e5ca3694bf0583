internal import Glibc
internal import Linux
internal import Policy
internal import Sandbox

/// `postern-gate enclose`: becomes another program, after it gave up all that this one does not need. The coordinator
/// starts restic so.
enum EnclosureProgram {
    static let usage = """
        usage: postern-gate enclose --landlock WORD [--changing DIR]… [--restoring] -- PROGRAM [ARGUMENT]…

        Runs PROGRAM so that it can change files only below each DIR, read only programs and libraries, and has no
        sockets. The coordinator starts restic with it.

          --landlock WORD   required, or best-effort: then it goes on where the kernel has no Landlock
          --restoring       PROGRAM may set modes, owners and attributes
        """

    /// What restic reads to tell who and where it is, and what time (source: Go, `os/user`, `time`). Swift has a program's
    /// arguments from `/proc`; into a process outside nobody enclosed can look there, since Landlock bars ptrace(2).
    private static let files = [
        "/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/localtime", "/etc/ld.so.cache", "/proc",
    ]
    /// Where programs and their libraries lie.
    private static let programs = ["/usr", "/bin", "/lib", "/lib64"]

    /// Becomes the program.
    ///
    /// - Parameter arguments: what follows `enclose`.
    /// - Returns: the exit status, where it could not.
    static func run(_ arguments: ArraySlice<String>) -> Int32 {
        var words = arguments
        var (confinement, folders, restoring) = (Confinement.required, [String](), false)
        while let word = words.popFirst(), word != "--" {
            if word == "--restoring" {
                restoring = true
                continue
            }
            guard let value = words.popFirst() else { return complain(usage, 64) }
            switch (word, Confinement(rawValue: value)) {
            case ("--landlock", let found?): confinement = found
            case ("--changing", _): folders.append(value)
            default: return complain(usage, 64)
            }
        }
        guard let program = words.first, program.hasPrefix("/") else { return complain(usage, 64) }
        let enclosure = Enclosure(
            running: (existing(programs + ourOwnLibraries()) + [program]).map { .at($0) },
            reading: existing(files).map { .at($0) }, changing: folders.map { .at($0) }, restoring: restoring)
        do throws(ConfinementError) {
            try enclosure.enter(confinement)
        } catch {
            return complain("postern-gate: error: \(error.problem)\npostern-gate: hint: \(error.hint)", 1)
        }
        let error = become(program, Array(words))
        return complain("postern-gate: error: \(program): \(error)\npostern-gate: hint: install it", 1)
    }

    private static func existing(_ paths: [String]) -> [String] { paths.filter { unsafe access($0, F_OK) == 0 } }

    /// Where this program and its libraries lie, since it runs once more, as the program's child: ``RelayProgram``. What is
    /// mapped and not run is data, and may lie anywhere. Source: proc(5), `/proc/pid/maps`.
    private static func ourOwnLibraries() -> [String] {
        guard let maps = try? Descriptor.at("/proc/self/maps", O_RDONLY).readAll(limit: 1 << 20) else { return [] }
        let paths = maps.split(separator: UInt8(ascii: "\n")).compactMap { line -> String? in
            guard line.split(separator: UInt8(ascii: " ")).dropFirst().first?.contains(UInt8(ascii: "x")) == true,
                let slash = line.firstIndex(of: UInt8(ascii: "/")),
                let last = line.lastIndex(of: UInt8(ascii: "/"))
            else { return nil }
            return slash == last ? nil : String(decoding: line[slash..<last], as: UTF8.self)
        }
        return Array(Set(paths))
    }

    private static func become(_ program: String, _ words: [String]) -> SystemCallError {
        let strings = unsafe words.map { unsafe strdup($0) } + [nil]
        unsafe execv(program, strings)
        return SystemCallError("execv", errno)
    }

    private static func complain(_ text: String, _ status: Int32) -> Int32 {
        StandardError.say(text)
        return status
    }
}
