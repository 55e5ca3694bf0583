internal import Crypto
internal import Glibc
internal import Linux

/// Files of a policy with many clients, each with a repository and a key of its own, as if an admin had written them by
/// hand. `postern policy check --fix` does the rest.
public enum Fleet {
    /// The name of a client, and of its repository.
    public static func name(_ number: Int) -> String {
        let digits = String(number)
        return "host" + String(repeating: "0", count: max(6 - digits.count, 0)) + digits
    }

    /// A public key that nobody has the other half of.
    public static func key(_ number: Int) -> String {
        let type = Array("ssh-ed25519".utf8)
        var bytes = Array(repeating: UInt8(0), count: 32)
        for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
        // So that fingerprints and names do not come in the same order, and no point is a special one.
        for index in 8..<32 { bytes[index] = UInt8(truncatingIfNeeded: (number &* 2_654_435_761 &+ index &* 97) >> 7) }
        let blob = [0, 0, 0, UInt8(type.count)] + type + [0, 0, 0, 32] + bytes
        return "ssh-ed25519 \(Base64.encode(blob))"
    }

    /// Adds clients to a configuration that `postern init` made.
    ///
    /// - Parameters:
    ///   - numbers: which.
    ///   - configuration: its folder.
    /// - Throws: what could not be written.
    public static func add(_ numbers: Range<Int>, to configuration: String) throws {
        for number in numbers {
            let name = name(number)
            try write("repos = [\"\(name)\"]\ncreate = true\n", "\(configuration)/clients.d/\(name).toml")
            try write("at = \"main:hosts/\(name)\"\n", "\(configuration)/repos.d/\(name).toml")
            try write(
                "# postern: added=2026-11-21T08:00:00Z\n\(key(number)) \(name)\n",
                "\(configuration)/authorized_keys.d/\(name)")
        }
    }

    private static func write(_ text: String, _ path: String) throws {
        try Descriptor.at(path, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o640).write(all: text.utf8)
    }
}
