/// What a text about keys may measure at most. Honest texts stay far below; the limits bound what hostile ones cost.
enum Limits {
    /// Bytes of one key's line. The longest accepted key, RSA of 16384 bits, takes 2.8 KiB.
    static let lineBytes = 8 * 1024

    /// Bytes of a `.pub` text, its comment lines included, and of the text that `SSH_USER_AUTH` names.
    static let textBytes = 64 * 1024

    /// Bytes of one client's file in `authorized_keys.d`.
    static let fileBytes = 256 * 1024

    /// Keys of one client: some machines share a client during a move, none has hundreds.
    static let keysPerFile = 64

    /// Characters of a comment that are kept.
    static let commentLength = 128

    /// Characters of a foreign text that an error repeats.
    static let quotedLength = 48

    /// Bytes of a path in a generated line. Source: `PATH_MAX`, limits.h, is 4096; no real folder needs a quarter.
    static let pathBytes = 1024

    /// Bytes of a whole generated line, so that sshd and people's tools can hold it.
    static let generatedBytes = 32 * 1024

    /// Bits of an RSA modulus: below 3072 is under the 128-bit level (NIST SP 800-57 part 1, table 2);
    /// above 16384 OpenSSH itself refuses (sshbuf.h, `SSHBUF_MAX_BIGNUM`).
    static let rsaBits = 3072...16384
}
