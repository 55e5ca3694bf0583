internal import Foundation
internal import Glibc
internal import Linux
internal import Prisoner

/// One prisoner, from its start to its end.
struct Trial: Equatable {
    /// How it ended.
    enum End: Equatable {
        case exit(Int32)
        case signal(Int32)
    }

    let end: End
    /// What it wrote.
    let output: String

    /// Starts a prisoner on these terms and waits for it. It inherits two descriptors and one variable.
    init(_ terms: Terms) throws {
        let program = try Self.program()
        let written = "\(terms.state).out"
        defer { _ = unsafe unlink(written) }
        var actions = unsafe posix_spawn_file_actions_t()
        _ = unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 1, written, O_CREAT | O_EXCL | O_RDWR, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, Terms.inherited.closed)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, Terms.inherited.kept)
        var process = pid_t()
        let failure = unsafe withStrings([program] + terms.arguments) { arguments in
            unsafe withStrings(["PRISONER_SECRET=inherited"]) { environment in
                unsafe posix_spawn(&process, program, &actions, nil, arguments, environment)
            }
        }
        guard failure == 0 else { throw SystemCallError("posix_spawn", failure) }
        var status: Int32 = 0
        try retrying("waitpid") { unsafe waitpid(process, &status, 0) }
        // WIFEXITED and its kin are macros. Source: wait(2).
        end = status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
        output = String(decoding: try Descriptor.at(written, O_RDONLY).readAll(limit: 4096), as: UTF8.self)
    }

    /// The program lies beside the one that runs the tests.
    private static func program() throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return "\(tests[..<(tests.lastIndex(of: "/") ?? tests.startIndex)])/Prisoner"
    }
}

/// Strings as execve(2) takes them: pointers, the last of them null.
private func withStrings(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Int32) -> Int32 {
    let pointers: [UnsafeMutablePointer<CChar>?] = unsafe strings.map { unsafe strdup($0) }
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe body(pointers + [nil])
}
