internal import CSodium

/// Base64 with the standard alphabet and padding, by libsodium. Source: RFC 4648, section 4.
public enum Base64 {
    /// The text that stands for `bytes`.
    public static func encode(_ bytes: [UInt8]) -> String {
        // Four digits for each three bytes that began, and the NUL that libsodium adds.
        var text = [CChar](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        _ = unsafe sodium_bin2base64(&text, text.count, bytes, bytes.count, sodium_base64_VARIANT_ORIGINAL)
        return String(decoding: text.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The bytes that `text` stands for, or `nil` where it is anything but exactly base64: no two texts stand for the
    /// same bytes.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let digits = text.utf8.map { CChar(bitPattern: $0) }
        var bytes = [UInt8](repeating: 0, count: digits.count / 4 * 3)
        var count = 0
        let end = unsafe sodium_base642bin(
            &bytes, bytes.count, digits, digits.count, nil, &count, nil, sodium_base64_VARIANT_ORIGINAL)
        guard end == 0 else { return nil }
        let decoded = Array(bytes[..<count])
        return encode(decoded) == String(text) ? decoded : nil
    }
}
