internal import CHash

/// A SHA-256 in the making. Source: FIPS 180-4; SHA256_Init(3).
@safe public final class SHA256 {
    /// Bytes of a sum.
    public static let length = 32

    private let context = UnsafeMutablePointer<SHA256_CTX>.allocate(capacity: 1)

    /// Starts; `nil` where libcrypto refuses.
    public init?() {
        guard unsafe SHA256_Init(context) == 1 else { return nil }
    }

    deinit {
        unsafe context.deallocate()
    }

    /// Adds bytes. It cannot fail: the context was made whole, and SHA-256 has no length that we could reach.
    public func add(_ bytes: UnsafeRawBufferPointer) {
        _ = unsafe SHA256_Update(context, bytes.baseAddress, bytes.count)
    }

    /// Adds bytes.
    public func add(_ bytes: some Sequence<UInt8>) {
        unsafe Array(bytes).withUnsafeBytes { unsafe add($0) }
    }

    /// The sum of all bytes so far, 32 bytes; `nil` where libcrypto failed. Nothing can be added afterwards.
    public func finish() -> [UInt8]? {
        var sum = [UInt8](repeating: 0, count: Self.length)
        let isDone = unsafe sum.withUnsafeMutableBytes { unsafe finish(into: $0) }
        return isDone ? sum : nil
    }

    /// Puts the sum of all bytes so far into the first 32 bytes of a buffer that has as many. Nothing can be added
    /// afterwards, unless it is begun again.
    ///
    /// - Returns: whether libcrypto did it.
    public func finish(into buffer: UnsafeMutableRawBufferPointer) -> Bool {
        guard buffer.count >= Self.length else { return false }
        return unsafe SHA256_Final(buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), context) == 1
    }

    /// Begins anew, for less than a new one costs.
    ///
    /// - Returns: whether libcrypto did it.
    public func restart() -> Bool { unsafe SHA256_Init(context) == 1 }
}
