internal import Restic

/// A method, a path, a Range and the size that it is resolved for; a line each.
enum RequestTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 3, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        if lines.count > 1, let request = try? Request(method: lines[0], path: lines[1]) { check(request, lines[1]) }
        if lines.count > 2, let range = ByteRange(header: lines[2]) {
            let size = lines.count > 3 ? UInt64(lines[3]) ?? UInt64(lines[3].utf8.count) : 1000
            if let part = range.resolve(size: size) { precondition(!part.isEmpty && part.upperBound <= size) }
        }
    }

    /// What was understood names exactly what the path says, letter by letter.
    private static func check(_ request: Request, _ path: String) {
        switch request {
        case .createRepository: precondition(path == "/?create=true")
        case .deleteRepository: precondition(path == "/")
        case .list(let kind): precondition(path == "/\(kind.rawValue)/")
        case .stat(let object), .load(let object), .save(let object), .remove(let object):
            precondition(Array(path.utf8) == Array("/\(object)".utf8))
            precondition(!object.description.contains("..") && object.description.utf8.count <= 74)
        }
    }
}

/// `SSH_ORIGINAL_COMMAND`.
enum CommandTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        do throws(ServeCommandError) {
            let command = try ServeCommand(parsing: text)
            precondition(text.contains("--stdio") && text.contains("serve"))
            precondition(text.contains(command.remote) && !command.remote.hasPrefix("-"))
            precondition(command.remote.utf8.allSatisfy { (0x21...0x7e).contains($0) })
        } catch {
            precondition(error.description.utf8.allSatisfy { (0x20...0x7e).contains($0) })
        }
    }
}

/// A key file of a repository.
enum KeyFileTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        guard KeyFile.isWellFormed(bytes) else { return }
        let text = String(validating: bytes, as: UTF8.self)
        precondition(text?.contains("scrypt") == true || text?.contains("\\u") == true)
    }
}
