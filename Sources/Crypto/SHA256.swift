internal import CCrypto

/// A SHA-256 in the making. Source: FIPS 180-4; EVP_DigestInit(3).
@safe public final class SHA256 {
    /// Bytes of a sum.
    public static let length = 32

    private let context: OpaquePointer

    /// Starts; `nil` where libcrypto has no memory, or its configuration forbids SHA-256.
    ///
    /// The first one of a process reads libcrypto's configuration: make it before the process confines itself.
    public init?() {
        guard let context = unsafe EVP_MD_CTX_new() else { return nil }
        unsafe self.context = context
        guard unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { return nil }
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    /// Adds bytes. It cannot fail: the context was made whole, and SHA-256 has no length that we could reach.
    public func add(_ bytes: UnsafeRawBufferPointer) {
        _ = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
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
        var length: UInt32 = 0
        let sum = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        return unsafe EVP_DigestFinal_ex(context, sum, &length) == 1 && length == Self.length
    }

    /// Begins anew, for less than a new one costs.
    ///
    /// - Returns: whether libcrypto did it.
    public func restart() -> Bool { unsafe EVP_DigestInit_ex(context, nil, nil) == 1 }
}
