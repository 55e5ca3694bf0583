extension KeyError: CustomStringConvertible {
    /// One sentence, lower case and without a full stop, that says what is wrong.
    public var description: String { problem }

    /// One sentence, lower case and without a full stop, that says what is wrong.
    public var problem: String {
        switch self {
        case .noKey: "there is no public key in it"
        case .severalKeys: "there is more than one public key in it"
        case .optionsBeforeKey: "something stands before the type of the key"
        case .privateKey: "this is a private key"
        case .foreignFormat: "this public key is not in OpenSSH's format"
        case .unknownType(let type): "\"\(type)\" is no type of ssh key that is accepted"
        case .certificate(let type): "this is a certificate (\(type)), and those are not accepted yet"
        case .weak(let weakness): weakness.problem
        case .notBase64: "the key is cut off or changed: it is not base64"
        case .typeMismatch(let outside, let inside):
            "the line says \(outside.rawValue), but the key inside is \(inside)"
        case .damaged(let type): "the key is damaged: libssh finds no sound \(type.rawValue) key in it"
        case .controlCharacter: "there is a control character in the text"
        case .tooLong(let limit): "the text is longer than \(limit) bytes"
        case .keyTwice(let fingerprint, let line): "the key \(fingerprint) is in line \(line) already"
        case .tooManyKeys(let limit): "there are more than \(limit) keys"
        case .metadata(let metadata): metadata.problem
        case .badTime(let text): "\"\(text)\" is not a time"
        case .line(let file, let line, let error): "\(file):\(line): \(error.problem)"
        case .file(let path, let error): "\(path): \(error)"
        case .minting: "libssh could not make a key"
        case .exists(let path): "\(path): there is a file already"
        case .unsafePath(let path): "the path \"\(path)\" cannot stand in a line for sshd"
        case .badClientName(let name): "\"\(name)\" is not a client's name"
        case .badSource(let text): "\"\(text)\" is not an address or a range of addresses"
        case .inconsistentRange(let text): "the address in \"\(text)\" has bits set beyond the length of the range"
        }
    }
}

extension KeyError.Weakness {
    /// Why such a key is refused.
    var problem: String {
        switch self {
        case .dsa: "DSA keys have only 1024 bits and can be broken"
        case .rsaTooShort(let bits):
            "this RSA key has \(bits) bits, and fewer than \(Limits.rsaBits.lowerBound) can be broken in time"
        case .rsaTooLong(let bits):
            "this RSA key has \(bits) bits, and OpenSSH takes at most \(Limits.rsaBits.upperBound)"
        case .rsaNumbers: "the numbers of this RSA key are not those of a sound key"
        }
    }
}

extension KeyError.Metadata {
    /// What is wrong.
    var problem: String {
        switch self {
        case .form: "the line begins like \"# postern:\" but is not one"
        case .unknownWord(let word): "unknown word \"\(word)\" after \"# postern:\""
        case .wordTwice(let word): "\"\(word)\" stands twice"
        case .withoutKey: "no key follows this \"# postern:\" line"
        }
    }
}
