internal import ArgumentParser
internal import Keys

/// Where a client's new key comes from.
struct NewKeyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Its public key; - is the standard input.", valueName: "file"))
    var pubkey: String?

    @Option(help: ArgumentHelp("Make its key, in a file that must not exist.", valueName: "file"))
    var mint: String?

    func validate() throws {
        guard (pubkey == nil) != (mint == nil) else {
            throw ValidationError("one of --pubkey and --mint must be given")
        }
    }

    /// Reads the key, or makes it.
    ///
    /// - Parameters:
    ///   - comment: what stands behind a key that is made here.
    ///   - world: where the standard input is.
    ///   - use: gets the key, and what puts its private half away; that does nothing where there is none here.
    /// - Returns: the key.
    /// - Throws: what `use` throws, or why there is no key.
    func take(comment: String, _ world: World, use: (PublicKey, () throws -> Void) throws -> Void) throws -> PublicKey {
        guard let mint else {
            let key = try PublicKeyInput.read(pubkey ?? "-", world)
            try use(key) {}
            return key
        }
        let target = try MintedKey.check(mint)
        let pair = try KeyPair.mint(comment: comment)
        try use(pair.publicKey) { try MintedKey.write(pair, to: target) }
        return pair.publicKey
    }
}
