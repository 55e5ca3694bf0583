import Glibc
import Linux
import Testing

/// A folder that is gone after the test.
final class Scratch: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/postern-seals.XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer -> String? in
            guard let start = buffer.baseAddress, unsafe mkdtemp(start) != nil else { return nil }
            return unsafe String(cString: start)
        }
        path = try #require(made)
    }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        guard let folder = unsafe opendir(path) else { return _ = unsafe unlink(path) }
        defer { unsafe closedir(folder) }
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { remove("\(path)/\(name)") }
        }
        _ = unsafe rmdir(path)
    }
}

func text(of path: String) throws -> String {
    String(decoding: try Descriptor.at(path, O_RDONLY).readAll(limit: 1 << 20), as: UTF8.self)
}

func append(_ bytes: [UInt8], to path: String) throws {
    try Descriptor.at(path, O_WRONLY | O_APPEND).write(all: bytes)
}

func mode(of path: String) throws -> mode_t { try Descriptor.at(path, O_RDONLY).status().permissions }
