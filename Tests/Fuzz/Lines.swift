internal import Foundation
internal import Keys
internal import LedgerWire
internal import Login
internal import Policy
internal import PolicyFile

/// The policy's files: the first byte says which one the rest is.
enum PolicyTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        guard let first = bytes.first, let client = Name("web1") else { return }
        let files = ["postern.toml", "clients.d/web1.toml", "repos.d/web1.toml", "places"]
        let file = files[Int(first) % files.count]
        let folder = PolicyFolder(base, proposed: [file: Array(bytes.dropFirst())])
        do throws(PolicyFileError) {
            _ = try folder.gate(for: client)
        } catch {
            precondition(!error.problems.isEmpty)
            let text = error.description
            precondition(text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7f) })
        }
    }

    /// A good policy, in which one file is replaced at a time.
    private static let base: String = {
        let path = NSTemporaryDirectory() + "postern-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
        let texts = [
            "postern.toml": "state = \"/s\"\n[storage.main]\nkind = \"local\"\nroot = \"/r\"\n",
            "clients.d/web1.toml": "repos = [\"web1\"]\n", "repos.d/web1.toml": "at = \"main:web1\"\n",
            "places": "main:web1\tweb1\n",
        ]
        for folder in ["clients.d", "repos.d"] {
            try? FileManager.default.createDirectory(atPath: "\(path)/\(folder)", withIntermediateDirectories: true)
        }
        for (name, text) in texts { try? text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8) }
        return path
    }()
}

/// The lines of `authorized_keys.d`, of `SSH_USER_AUTH`, and `SSH_CONNECTION`.
enum KeysTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        if let file = try? KeyFile(parsing: bytes, name: "web1") {
            let again = try? KeyFile(parsing: Array(file.text.utf8), name: "web1")
            precondition(again?.entries == file.entries)
        }
        _ = try? PublicKey(parsing: bytes)
        _ = try? LoginFacts.keys(userAuth: bytes)
        _ = try? LoginFacts.source(connection: String(decoding: bytes, as: UTF8.self))
    }
}

/// The ledger's socket: a stream of bytes, then each frame as a message and as a reply.
enum WireTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        if let (id, message) = try? Message.read(bytes) {
            precondition(Array(message.frame(id: id).dropFirst(4)) == bytes)
        }
        if let (id, reply) = try? Reply.read(bytes) {
            precondition(Array(reply.frame(id: id).dropFirst(4)) == bytes)
        }
        var whole = FrameBuffer()
        var pieces = FrameBuffer()
        whole.append(bytes)
        var frames: [[UInt8]] = []
        while let frame = try? whole.next() {
            frames.append(frame)
            _ = try? Message.read(frame)
        }
        var again: [[UInt8]] = []
        for byte in bytes {
            pieces.append([byte])
            while let frame = try? pieces.next() { again.append(frame) }
        }
        precondition(again.starts(with: frames))
    }
}
