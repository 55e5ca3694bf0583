internal import Ciphers
internal import Crypto
internal import Restic

extension MasterKey {
    /// Takes the master key out of a key file.
    ///
    /// - Parameters:
    ///   - keyFile: its bytes.
    ///   - password: the password that it was made for.
    /// - Throws: ``ResticFileError/key``; ``ResticFileError/form(_:)`` where it holds something else.
    public init(keyFile: [UInt8], password: [UInt8]) throws(ResticFileError) {
        guard let parts = KeyFile.Parts(keyFile), let salt = Base64.decode(parts.salt),
            let data = Base64.decode(parts.data)
        else { throw .form("no key file") }
        let derived = Scrypt.derive(
            password: password, salt: salt, n: UInt64(parts.n), r: UInt64(parts.r), p: UInt64(parts.p), length: 64)
        guard let derived,
            let user = MasterKey(
                encryption: Array(derived[..<32]), k: Array(derived[32..<48]), r: Array(derived[48...]))
        else { throw .key }
        let content: [UInt8]
        do throws(ResticFileError) { content = try user.open(data) } catch { throw .key }
        guard let key = try Self(json: content) else { throw .form("the master key") }
        self = key
    }

    /// `{"mac":{"k":"…","r":"…"},"encrypt":"…"}`
    private init?(json: [UInt8]) throws(ResticFileError) {
        var texts: [String: [UInt8]] = [:]
        var reader = JSONReader(json)
        try reader.object { (name, reader) throws(ResticFileError) in
            switch name {
            case "encrypt": texts[name] = Base64.decode(try reader.text())
            case "mac":
                try reader.object { (name, reader) throws(ResticFileError) in
                    texts["mac." + name] = Base64.decode(try reader.text())
                }
            default: try reader.skip()
            }
        }
        try reader.end()
        guard let encryption = texts["encrypt"], let k = texts["mac.k"], let r = texts["mac.r"] else { return nil }
        self.init(encryption: encryption, k: k, r: r)
    }
}
