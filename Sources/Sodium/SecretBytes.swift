internal import CSodium

/// Bytes that nobody else shall see: in memory that is locked where the kernel lets us, kept out of core files, and
/// overwritten when the value goes. It cannot be copied, and does not print what it holds.
///
/// Source: doc.libsodium.org, "Securing memory allocations".
@safe public struct SecretBytes: ~Copyable, Sendable {
    /// How many they are.
    public let count: Int
    nonisolated(unsafe) let memory: UnsafeMutablePointer<UInt8>

    /// Room for `count` bytes, and for one behind them, which is not counted: libsodium ends texts with a NUL.
    init(room count: Int) throws(SodiumError) {
        try Sodium.prepare()
        guard count >= 0, let memory = unsafe sodium_malloc(count + 1) else { throw .noMemory }
        self.count = count
        unsafe self.memory = memory.bindMemory(to: UInt8.self, capacity: count + 1)
    }

    /// As many bytes as are asked for, which `fill` writes.
    ///
    /// - Parameters:
    ///   - count: how many; may be 0.
    ///   - fill: gets the memory, which holds anything at first.
    /// - Throws: ``SodiumError/noMemory``, ``SodiumError/notReady``.
    public init(count: Int, fill: (UnsafeMutableRawBufferPointer) -> Void) throws(SodiumError) {
        try self.init(room: count)
        unsafe fill(UnsafeMutableRawBufferPointer(start: memory, count: count))
    }

    /// A copy of other bytes, which stay where they are: wipe them.
    ///
    /// - Throws: ``SodiumError/noMemory``, ``SodiumError/notReady``.
    public init(copying bytes: UnsafeRawBufferPointer) throws(SodiumError) {
        try unsafe self.init(count: bytes.count) { unsafe $0.copyMemory(from: bytes) }
    }

    /// The bytes of an array, which is wiped here.
    ///
    /// - Throws: ``SodiumError/noMemory``, ``SodiumError/notReady``.
    public init(wiping bytes: inout [UInt8]) throws(SodiumError) {
        defer { Sodium.wipe(&bytes) }
        try self.init(room: bytes.count)
        unsafe memory.update(from: bytes, count: count)
    }

    /// New bytes by the kernel's random numbers.
    ///
    /// - Throws: ``SodiumError/noMemory``, ``SodiumError/notReady``.
    public static func random(count: Int) throws(SodiumError) -> SecretBytes {
        let bytes = try SecretBytes(room: count)
        unsafe randombytes_buf(bytes.memory, count)
        return bytes
    }

    deinit {
        // Overwrites it first.
        unsafe sodium_free(memory)
    }

    /// Lends the bytes to `body` and no longer.
    public func withBytes<Outcome: ~Copyable, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Outcome
    ) throws(Failure) -> Outcome {
        try unsafe body(UnsafeRawBufferPointer(start: memory, count: count))
    }

    /// These bytes, and then the others.
    ///
    /// - Throws: ``SodiumError/noMemory``, ``SodiumError/notReady``.
    public func followed(by next: borrowing SecretBytes) throws(SodiumError) -> SecretBytes {
        let both = try SecretBytes(room: count + next.count)
        unsafe both.memory.update(from: memory, count: count)
        unsafe (both.memory + count).update(from: next.memory, count: next.count)
        return both
    }

    /// Whether both hold the same; how long it takes tells only how long they are.
    public func equals(_ other: borrowing SecretBytes) -> Bool {
        guard count == other.count else { return false }
        return unsafe sodium_memcmp(memory, other.memory, count) == 0
    }

    /// Never what they are.
    public var description: String { "(a secret)" }
}
