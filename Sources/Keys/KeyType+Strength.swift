extension KeyType {
    /// How many bits the key has whose type name was just read from `blob`.
    ///
    /// Only RSA keys differ among themselves, and libssh does not tell their length.
    ///
    /// - Throws: ``KeyError/weak(_:)`` or ``KeyError/damaged(_:)``.
    func bitLength(_ blob: inout WireBlob) throws(KeyError) -> Int {
        switch self {
        case .ed25519, .securityKeyEd25519, .ecdsa256, .securityKeyECDSA: 256
        case .ecdsa384: 384
        case .ecdsa521: 521
        case .rsa: try Self.rsaBitLength(&blob)
        }
    }

    /// Reads `mpint e, mpint n`. Source: RFC 4253 section 6.6.
    private static func rsaBitLength(_ blob: inout WireBlob) throws(KeyError) -> Int {
        guard let exponent = blob.magnitude(), let modulus = blob.magnitude() else { throw .damaged(.rsa) }
        let bits = WireBlob.bitLength(modulus)
        guard bits >= Limits.rsaBits.lowerBound else { throw .weak(.rsaTooShort(bits: bits)) }
        guard bits <= Limits.rsaBits.upperBound else { throw .weak(.rsaTooLong(bits: bits)) }
        let sound = isOdd(modulus) && isOdd(exponent) && WireBlob.bitLength(exponent) > 1
        guard sound else { throw .weak(.rsaNumbers) }
        return bits
    }

    private static func isOdd(_ magnitude: ArraySlice<UInt8>) -> Bool {
        magnitude.last.map { $0 & 1 == 1 } ?? false
    }
}
