internal import Crypto
internal import Glibc
internal import Linux

/// Files and folders of a siege.
enum Files {
    /// Programs and tests are built into the same folder. Source: proc(5), `/proc/[pid]/exe`.
    static var folderOfPrograms: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(length, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }

    /// A new folder. Its path is short: a unix socket's has room for 107 bytes.
    static func makeFolder(in base: String = "/tmp") throws(SiegeError) -> String {
        var template = Array("\(base)/postern-siege-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw .system(SystemCallError("mkdtemp", errno)) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func makeFolder(_ path: String) throws(SiegeError) {
        try SiegeError.wrap { () throws(SystemCallError) in try retrying("mkdir") { unsafe mkdir(path, 0o700) } }
    }

    static func remove(_ folder: String) {
        _ = unsafe system("rm -rf '\(folder)'")
    }

    static func write(_ text: String, to path: String, mode: UInt32 = 0o600) throws(SiegeError) {
        try write(Array(text.utf8), to: path, mode: mode)
    }

    static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) throws(SiegeError) {
        try SiegeError.wrap { () throws(SystemCallError) in
            let file = try Descriptor.at(path, O_WRONLY | O_CREAT | O_TRUNC, mode: mode)
            try file.write(all: bytes)
        }
    }

    /// All bytes of a file.
    static func bytes(_ path: String) throws(SiegeError) -> [UInt8] {
        try SiegeError.wrap { () throws(SystemCallError) in
            try Descriptor.at(path, O_RDONLY).readAll(limit: 1 << 30)
        }
    }

    /// What a file says; nothing where it is not there.
    static func text(_ path: String) -> String {
        (try? bytes(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The names in a folder, sorted; none where it is not there.
    static func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The paths of all regular files below a folder, relative to it.
    static func all(below folder: String, _ prefix: String = "") -> [String] {
        names(in: folder).flatMap { (name) -> [String] in
            var status = stat()
            guard unsafe lstat("\(folder)/\(name)", &status) == 0 else { return [] }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: return all(below: "\(folder)/\(name)", "\(prefix)\(name)/")
            case S_IFREG: return [prefix + name]
            default: return []
            }
        }
    }

    /// The SHA-256 of some bytes, as restic names a file.
    static func sum(_ bytes: [UInt8]) -> String {
        let digest = SHA256()
        digest?.add(bytes)
        return (digest?.finish() ?? []).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
