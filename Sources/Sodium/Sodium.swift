internal import CSodium

/// What libsodium needs before its first use, and what it does for its users.
public enum Sodium {
    /// sodium_init(3) has worked; it may be called from several threads, and once is enough.
    private static let isReady = sodium_init() >= 0

    static func prepare() throws(SodiumError) {
        guard isReady else { throw .notReady }
    }

    /// Overwrites bytes that nobody shall find any more.
    public static func wipe(_ bytes: inout [UInt8]) {
        unsafe bytes.withUnsafeMutableBytes { unsafe sodium_memzero($0.baseAddress, $0.count) }
    }
}

/// Why libsodium did not do what it was asked.
public enum SodiumError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It found no source of random numbers.
    case notReady
    /// It got no memory.
    case noMemory
    /// These bytes are no key.
    case badKey
    /// These bytes were not sealed with this key, for this purpose.
    case forged

    /// For a person.
    public var description: String {
        switch self {
        case .notReady: "libsodium cannot work on this machine"
        case .noMemory: "libsodium got no memory for a key"
        case .badKey: "these bytes are no key"
        case .forged: "these bytes were not sealed with this key for this purpose"
        }
    }
}
