internal import Crypto
internal import Glibc
internal import Linux

/// What no server can beat, a GiB: the hash alone, and the bytes through a pipe into a file.
struct Bounds {
    /// Seconds of the processor that libcrypto takes for the bytes in memory.
    let hash: Double
    /// Those of `openssl dgst -sha256` for the same bytes in a file.
    let openssl: Double
    /// Those of `cat` through a pipe into a file that is then flushed.
    private let cat: Double

    init(_ packs: [Pack], in folder: String, runs: Int) throws {
        let file = "\(folder)/bytes"
        do {
            let all = try Descriptor.at(file, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o600)
            for pack in packs { try all.write(all: pack.bytes) }
            try all.sync()
        }
        let scale = 64 / Double(packs.count)
        var (hash, openssl, cat): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<runs {
            hash.append(try Self.hashing(packs[0].bytes) * 64)
            openssl.append(try Tool.run(["openssl", "dgst", "-sha256", file]).processor * scale)
            let script = "cat \"$1\" | cat >\"$1.copy\" && sync \"$1.copy\""
            let reader = try Tool.run(["cat", file], output: "/dev/null").processor
            cat.append((try Tool.run(["sh", "-c", script, "sh", file]).processor - reader) * scale)
            _ = unsafe unlink("\(file).copy")
        }
        _ = unsafe unlink(file)
        (self.hash, self.openssl, self.cat) = (hash.median, openssl.median, cat.median)
    }

    /// Seconds of this thread for the bytes, in the pieces that the gate takes.
    private static func hashing(_ bytes: [UInt8]) throws -> Double {
        guard let digest = SHA256() else { throw Trouble("libcrypto has no SHA-256") }
        let start = threadTime
        unsafe bytes.withUnsafeBytes { all in
            var rest = unsafe all[...]
            while unsafe !rest.isEmpty {
                unsafe digest.add(UnsafeRawBufferPointer(rebasing: rest.prefix(256 << 10)))
                unsafe rest = rest.dropFirst(256 << 10)
            }
        }
        _ = digest.finish()
        return threadTime - start
    }

    private static var threadTime: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The bounds, to be looked at.
    var rows: [Row] {
        [
            Row(
                what: "bound: openssl dgst -sha256 of the same bytes, CPU s/GiB", goal: "",
                ours: Uploads.seconds(openssl), verdict: .noGoal),
            Row(
                what: "bound: cat through a pipe into a file with fsync, CPU s/GiB", goal: "",
                ours: Uploads.seconds(cat), verdict: .noGoal),
        ]
    }
}
