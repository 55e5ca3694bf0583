internal import Glibc

extension Descriptor {
    /// All names in this folder but `.` and `..`, sorted by bytes. Bytes that are no UTF-8 come as U+FFFD.
    ///
    /// - Throws: the `errno` of openat(2), fdopendir(3) or readdir(3).
    public func names() throws(SystemCallError) -> [String] {
        // A second open has a position of its own; closedir(3) closes the copy, and `folder` itself.
        let folder = try open(".", O_RDONLY | O_DIRECTORY)
        let copy = try retrying("fcntl") { fcntl(folder.raw, F_DUPFD_CLOEXEC, 3) }
        guard let stream = unsafe fdopendir(copy) else { throw SystemCallError("fdopendir", errno) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else { break }
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        if errno != 0 { throw SystemCallError("readdir", errno) }
        return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }
}
