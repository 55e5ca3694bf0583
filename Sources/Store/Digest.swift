internal import CCrypto
internal import Restic

/// A SHA-256 in the making. Source: EVP_DigestInit(3), RFC 6234.
@safe final class Digest {
    private let context: OpaquePointer

    init?() {
        guard let context = unsafe EVP_MD_CTX_new() else { return nil }
        unsafe self.context = context
        guard unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { return nil }
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    /// Adds bytes. It cannot fail: the context was made whole, and SHA-256 has no length that we could reach.
    func add(_ bytes: UnsafeRawBufferPointer) {
        _ = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// The name of all bytes so far; `nil` where libcrypto failed.
    func name() -> FileName? {
        var sum = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        guard unsafe EVP_DigestFinal_ex(context, &sum, &length) == 1, length == 32 else { return nil }
        return FileName(digest: sum)
    }
}
