internal import Crypto
internal import HTTP2

/// Packs as restic makes them: 16 MiB each, noise, all different.
struct Pack: Sendable {
    /// Bytes of each.
    static let size = 16 << 20
    private static let noise = noise(count: size, seed: 1)

    private let number: UInt64
    /// Its SHA-256 in hex.
    let name: String

    init(_ number: UInt64) throws(Trouble) {
        self.number = number
        name = try Self.sum(of: Self.head(number) + Self.noise[8...])
    }

    /// Where it is stored.
    var path: String { "/data/\(name)" }

    /// All of its bytes.
    var bytes: [UInt8] { Self.head(number) + Self.noise[8...] }

    /// Its bytes for an upload.
    func body() -> any BodySource { PackBody(Self.head(number), Self.noise) }

    private static func head(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    /// Bytes without order, the same in each run. Source: Sebastiano Vigna, splitmix64.
    static func noise(count: Int, seed: UInt64) -> [UInt8] {
        var state = seed
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                state &+= 0x9e37_79b9_7f4a_7c15
                var mixed = state
                mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
                mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
                mixed ^= mixed >> 31
                for shift in 0..<min(8, count - filled) {
                    unsafe buffer[filled] = UInt8(truncatingIfNeeded: mixed >> (8 * UInt64(shift)))
                    filled += 1
                }
            }
        }
    }

    /// The SHA-256 in hex.
    static func sum(of bytes: [UInt8]) throws(Trouble) -> String {
        guard let digest = SHA256() else { throw Trouble("libcrypto has no SHA-256") }
        unsafe bytes.withUnsafeBytes { unsafe digest.add($0) }
        let digits = Array("0123456789abcdef".utf8)
        let hex = (digest.finish() ?? []).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: hex, as: UTF8.self)
    }
}

/// The bytes of a pack, without a copy of the noise.
private final class PackBody: BodySource {
    private let head: [UInt8]
    private let noise: [UInt8]
    private var taken = 0

    init(_ head: [UInt8], _ noise: [UInt8]) {
        self.head = head
        self.noise = noise
    }

    var ready: BodyState { .bytes(noise.count - taken, last: true) }

    func take(into buffer: UnsafeMutableRawBufferPointer) {
        let next = noise[taken..<taken + buffer.count]
        unsafe buffer.copyBytes(from: next)
        for place in taken..<max(taken, head.count) where place - taken < buffer.count {
            unsafe buffer[place - taken] = head[place]
        }
        taken += buffer.count
    }
}
