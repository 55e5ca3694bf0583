public import Linux

/// Why a key, a file of keys, a line for sshd or sshd's word about a login was not taken.
///
/// Every text in it that came from outside is already sanitised: fit for a terminal and a log.
public enum KeyError: Error, Hashable, Sendable {
    /// There is no key in the text.
    case noKey
    /// There is more than one key where one belongs.
    case severalKeys
    /// The key's type does not come first: options of `authorized_keys` stand before it.
    case optionsBeforeKey
    /// It is a private key.
    case privateKey
    /// It is a public key in a format other than OpenSSH's one line.
    case foreignFormat
    /// The first word is no type of key that we know.
    case unknownType(String)
    /// It is a certificate.
    case certificate(type: String)
    /// It is a key that could be broken.
    case weak(Weakness)
    /// The key itself is not written in base64.
    case notBase64
    /// The text says one type and the key inside another.
    case typeMismatch(outside: KeyType, inside: String)
    /// libssh does not take the bytes for a key of that type, or would write other bytes for it.
    case damaged(KeyType)
    /// A byte that belongs in no line of text.
    case controlCharacter
    /// The text is longer than `limit` bytes.
    case tooLong(limit: Int)

    /// A key stands in a file a second time; `line` is its first.
    case keyTwice(fingerprint: String, line: Int)
    /// A file holds more keys than `limit`.
    case tooManyKeys(limit: Int)
    /// A line that begins like our own words above a key is not one.
    case metadata(Metadata)
    /// Not a time as we write it.
    case badTime(String)
    /// What is wrong in line `line` of `file`.
    indirect case line(file: String, line: Int, KeyError)
    /// The file could not be read or written.
    case file(path: String, SystemCallError)

    /// libssh could not make a key.
    case minting
    /// There is a file already where a private key should go.
    case exists(path: String)

    /// A path that would need quoting in a line for sshd.
    case unsafePath(String)
    /// Not a client's name.
    case badClientName(String)
    /// Not an address or a range of addresses.
    case badSource(String)
    /// A range of addresses whose address has bits beyond its length: sshd would refuse everybody.
    case inconsistentRange(String)

    /// How a key could be broken.
    public enum Weakness: Hashable, Sendable {
        /// DSA has 1024 bits.
        case dsa
        /// An RSA key with too few bits.
        case rsaTooShort(bits: Int)
        /// An RSA key with more bits than OpenSSH takes.
        case rsaTooLong(bits: Int)
        /// An RSA key whose numbers no honest program makes: an even one, or an exponent of 1.
        case rsaNumbers
    }

    /// What is wrong with our own words above a key.
    public enum Metadata: Hashable, Sendable {
        /// It is not `# postern:` and then words.
        case form
        /// A word that we do not know.
        case unknownWord(String)
        /// A word that stands twice.
        case wordTwice(String)
        /// No key follows.
        case withoutKey
    }
}
