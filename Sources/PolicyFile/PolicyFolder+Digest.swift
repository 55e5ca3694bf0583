internal import Crypto

extension PolicyFolder {
    /// What a person or a command wrote: all else in the folder is generated from it.
    private static let written = ["authorized_keys.d", "clients.d", "repos.d"]

    /// One number for all that the policy says, so that rows of the trail can name it: the SHA-256 of what sha256sum(1)
    /// prints for `postern.toml` and for each file of `authorized_keys.d`, `clients.d` and `repos.d`, sorted by path.
    /// What is generated does not count, nor does a file whose name begins with a dot.
    ///
    /// - Parameter changes: files by their path in the folder, as if they held this already; `nil`: as if they were gone.
    /// - Returns: 64 hexadecimal digits.
    /// - Throws: what cannot be read.
    public func digest(with changes: [String: String?] = [:]) throws(PolicyFileError) -> String {
        let folder = try CheckedFolder(path, proposed)
        var sums: [String: String] = [:]
        if let bytes = try folder.read("postern.toml") { sums["postern.toml"] = try hexSum(bytes) }
        for name in Self.written {
            let inner = try folder.folder(name)
            for file in try inner.names() where !file.hasPrefix(".") {
                if let bytes = try inner.read(file) { sums["\(name)/\(file)"] = try hexSum(bytes) }
            }
        }
        for (file, text) in changes {
            sums[file] = try text.map { text throws(PolicyFileError) in try hexSum(text.utf8) }
        }
        let lines = sums.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
            "\($0.value)  \($0.key)\n"
        }
        return try hexSum(lines.joined().utf8)
    }

    private func hexSum(_ bytes: some Sequence<UInt8>) throws(PolicyFileError) -> String {
        let digest = SHA256()
        digest?.add(bytes)
        guard let sum = digest?.finish() else {
            throw PolicyFileError(PolicyProblem(path, "libcrypto cannot compute a SHA-256"))
        }
        return sum.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
