internal import Glibc
internal import Linux

/// The names in a folder.
enum FolderList {
    /// All of them but `.` and `..`, sorted.
    ///
    /// - Parameters:
    ///   - path: the folder.
    ///   - hidden: only those that begin with a dot.
    /// - Returns: the names.
    /// - Throws: ``Complaint``.
    static func names(in path: String, hidden: Bool = false) throws(Complaint) -> [String] {
        guard let folder = unsafe opendir(path) else {
            throw Complaint(SystemCallError("opendir", errno), at: path, hint: "make it with: postern init")
        }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(folder) else { break }
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe hidden && bytes.first != UInt8(ascii: ".")
                    ? "." : String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        if errno != 0 { throw Complaint(SystemCallError("readdir", errno), at: path) }
        return names.sorted()
    }
}
