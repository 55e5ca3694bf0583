internal import CSodium

extension SecretBytes {
    /// The bytes as lower-case hexadecimal digits, which are as secret as they are. It takes the same time for all.
    ///
    /// - Throws: ``SodiumError/noMemory``, ``SodiumError/notReady``.
    public func hexadecimal() throws(SodiumError) -> SecretBytes {
        let text = try SecretBytes(room: count * 2)
        unsafe text.memory.withMemoryRebound(to: CChar.self, capacity: count * 2 + 1) { digits in
            _ = unsafe sodium_bin2hex(digits, count * 2 + 1, memory, count)
        }
        return text
    }

    /// Reads hexadecimal digits.
    ///
    /// - Parameter digits: two for each byte, and nothing else.
    /// - Returns: the bytes.
    /// - Throws: ``SodiumError/badKey`` where it is something else.
    public static func reading(hexadecimal digits: UnsafeRawBufferPointer) throws(SodiumError) -> SecretBytes {
        guard digits.count % 2 == 0 else { throw .badKey }
        let bytes = try SecretBytes(room: digits.count / 2)
        var length = 0
        let text = unsafe digits.assumingMemoryBound(to: CChar.self)
        let read = unsafe sodium_hex2bin(bytes.memory, bytes.count, text.baseAddress, text.count, nil, &length, nil)
        guard read == 0, length == bytes.count else { throw .badKey }
        return bytes
    }
}
