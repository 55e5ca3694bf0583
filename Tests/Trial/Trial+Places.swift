internal import Glibc
internal import Linux
internal import Peer

extension Trial {
    /// The project's folder.
    static var project: String {
        // This file is Tests/Trial/….
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    }

    /// Programs and tests are built into the same folder. Source: proc(5), `/proc/[pid]/exe`.
    static var folderOfPrograms: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let length = unsafe readlink("/proc/self/exe", &buffer, Int(PATH_MAX))
        let path = String(decoding: buffer.prefix(max(length, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }

    /// A new folder. Its path is short: a unix socket's has room for 107 bytes.
    static func makeFolder() throws -> String {
        var template = Array("/tmp/postern-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw SystemCallError("mkdtemp", errno) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes a folder with all that is in it.
    static func remove(_ folder: String) {
        let rm = Command(
            program: "rm", arguments: ["-rf", folder], environment: ["PATH": "/usr/bin:/bin"], record: folder)
        guard let running = try? rm.start() else { return }
        _ = waitpid(running.pid, nil, 0)
        for end in [".out", ".err"] { _ = unsafe unlink(folder + end) }
    }
}
