internal import CCrypto

/// AES-256 in counter mode: the same step encrypts and decrypts. Source: NIST SP 800-38A; EVP_EncryptInit(3).
public enum AES256CTR {
    /// Bytes of a key.
    public static let keyLength = 32
    /// Bytes of an initial counter.
    public static let counterLength = 16

    /// Encrypts or decrypts in place.
    ///
    /// - Parameters:
    ///   - buffer: less than 2 GiB.
    ///   - key: 32 bytes.
    ///   - counter: 16 bytes.
    /// - Returns: whether libcrypto did it.
    public static func apply(
        to buffer: UnsafeMutableRawBufferPointer, key: [UInt8], counter: [UInt8]
    ) -> Bool {
        guard key.count == keyLength, counter.count == counterLength, let count = Int32(exactly: buffer.count),
            let context = unsafe EVP_CIPHER_CTX_new()
        else { return false }
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        guard unsafe EVP_EncryptInit_ex(context, EVP_aes_256_ctr(), nil, key, counter) == 1 else { return false }
        var written: Int32 = 0
        let bytes = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        return unsafe EVP_EncryptUpdate(context, bytes, &written, bytes, count) == 1 && written == count
    }
}
