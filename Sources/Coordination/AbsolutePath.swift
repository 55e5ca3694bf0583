internal import Glibc

/// Paths as the policy and the lines for sshd want them.
enum AbsolutePath {
    /// `path` from the root, without empty and `.` parts; `..` goes one up by name, and no link is followed.
    static func of(_ path: String) throws(Complaint) -> String {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw Complaint("a path is empty", .usage) }
        var parts: [Substring] = []
        for part in (path.hasPrefix("/") ? path : workingFolder + "/" + path).split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    private static var workingFolder: String {
        guard let path = unsafe getcwd(nil, 0) else { return "" }
        defer { unsafe free(path) }
        return unsafe String(cString: path)
    }
}
