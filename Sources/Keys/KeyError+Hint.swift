extension KeyError {
    /// One sentence, lower case and without a full stop, that says what to do about it.
    public var hint: String {
        switch self {
        case .noKey, .notBase64, .typeMismatch, .damaged, .controlCharacter, .tooLong, .unknownType:
            "give the one line of a .pub file, as in: ssh-ed25519 AAAA… name"
        case .severalKeys: "give one key at a time"
        case .optionsBeforeKey:
            "leave the options out, so that the line begins with the type; Postern writes the options itself"
        case .privateKey:
            "give the .pub file beside it; if anybody else saw this text, make a new key and delete this one"
        case .foreignFormat: "convert it with: ssh-keygen -i -f FILE"
        case .certificate: "give the plain public key that the certificate was made for"
        case .weak: "make a new key with: ssh-keygen -t ed25519"
        case .keyTwice, .tooManyKeys: "remove the lines that are not needed"
        case .metadata, .badTime:
            "the form is: # postern: added=2026-11-21T08:00:00Z expires=2026-12-01, on the line above the key"
        case .line(_, _, let error): error.hintInFile
        case .file: "check that the path exists, and who may read and write there"
        case .minting: "make the key with ssh-keygen -t ed25519 instead, and give its .pub file"
        case .exists: "a private key is never overwritten: give another path, or move the file away"
        case .unsafePath:
            "use an absolute path of A-Z a-z 0-9 . _ + - and /, at most \(Limits.pathBytes) characters, without . and .. parts"
        case .badClientName: "a name is [a-z0-9][a-z0-9._-]{0,62}"
        case .badSource: "write it like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32"
        case .inconsistentRange: "clear the bits beyond the length, as in 192.0.2.0/24"
        }
    }

    /// The same for a line of a client's file, where `authorized_keys.d/README.md` is the place to look.
    private var hintInFile: String {
        switch self {
        case .noKey, .notBase64, .typeMismatch, .damaged, .controlCharacter, .tooLong, .unknownType, .foreignFormat:
            "each line is: TYPE BASE64 COMMENT, or begins with #; put back the key, or remove the line"
        case .severalKeys: "write one key a line"
        case .optionsBeforeKey, .privateKey, .certificate, .weak, .keyTwice, .tooManyKeys, .metadata, .badTime, .line,
            .file, .minting, .exists, .unsafePath, .badClientName, .badSource, .inconsistentRange:
            hint
        }
    }
}
