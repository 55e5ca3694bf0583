internal import CCrypto

/// The key derivation of restic's key files. Source: RFC 7914; EVP_PBE_scrypt(3).
public enum Scrypt {
    /// Derives a key.
    ///
    /// - Parameters:
    ///   - password: its bytes.
    ///   - salt: of the key file.
    ///   - n: the cost; a power of two. It takes 128 × n × r bytes of memory.
    ///   - r: the block size.
    ///   - p: how many times it is done.
    ///   - length: how many bytes are wanted.
    /// - Returns: the key; `nil` where libcrypto refuses the numbers or has no memory.
    public static func derive(
        password: [UInt8], salt: [UInt8], n: UInt64, r: UInt64, p: UInt64, length: Int
    ) -> [UInt8]? {
        var key = [UInt8](repeating: 0, count: length)
        let isDone = unsafe password.withUnsafeBytes { bytes in
            unsafe EVP_PBE_scrypt(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, salt, salt.count, n, r, p,
                most, &key, length)
        }
        return isDone == 1 ? key : nil
    }

    /// Bytes that libcrypto may use: the most that a key file may ask for (`Restic.KeyFile`), and some.
    private static let most: UInt64 = 160 << 20
}
