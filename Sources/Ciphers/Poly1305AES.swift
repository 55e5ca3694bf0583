internal import CCrypto

/// Poly1305-AES, which authenticates what restic encrypts: Poly1305 whose second half of the key is AES-128 of the nonce.
///
/// Source: D. J. Bernstein, "The Poly1305-AES message-authentication code"; restic `doc/design.rst`; EVP_MAC(7).
public enum Poly1305AES {
    /// Bytes of a tag, and of a nonce.
    public static let length = 16

    /// The tag of bytes.
    ///
    /// - Parameters:
    ///   - bytes: what is authenticated.
    ///   - k: the key of AES-128, 16 bytes.
    ///   - r: the key of Poly1305, 16 bytes; libcrypto clears the bits that must be clear.
    ///   - nonce: 16 bytes.
    /// - Returns: 16 bytes; `nil` where libcrypto failed.
    public static func tag(
        of bytes: UnsafeRawBufferPointer, k: [UInt8], r: [UInt8], nonce: [UInt8]
    ) -> [UInt8]? {
        guard k.count == length, r.count == length, nonce.count == length, let pad = encrypt(nonce, k) else {
            return nil
        }
        var tag = [UInt8](repeating: 0, count: length)
        var written = 0
        let content = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let made = unsafe EVP_Q_mac(
            nil, "POLY1305", nil, nil, nil, r + pad, 2 * length, content, bytes.count, &tag, length, &written)
        return unsafe made != nil && written == length ? tag : nil
    }

    /// One block of AES-128.
    private static func encrypt(_ block: [UInt8], _ key: [UInt8]) -> [UInt8]? {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { return nil }
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        var out = [UInt8](repeating: 0, count: length)
        var written: Int32 = 0
        guard unsafe EVP_EncryptInit_ex(context, EVP_aes_128_ecb(), nil, key, nil) == 1,
            unsafe EVP_CIPHER_CTX_set_padding(context, 0) == 1,
            unsafe EVP_EncryptUpdate(context, &out, &written, block, Int32(length)) == 1
        else { return nil }
        return written == Int32(length) ? out : nil
    }
}
