internal import CSSH

/// A key inside libssh, with one owner.
@safe struct LibraryKey: ~Copyable {
    private let raw: ssh_key

    private init(owning raw: ssh_key) {
        unsafe self.raw = unsafe raw
    }

    deinit {
        // libssh overwrites the private half before it gives the memory back.
        unsafe ssh_key_free(raw)
    }

    /// A public key from its base64 text; nil where libssh does not take it for a key of this type.
    init?(_ type: KeyType, base64: String) {
        var key: ssh_key?
        guard unsafe ssh_pki_import_pubkey_base64(base64, type.inLibrary, &key) == SSH_OK,
            let raw = unsafe key
        else { return nil }
        unsafe self.init(owning: raw)
    }

    /// A new Ed25519 key with its private half; nil where the library has no randomness or memory.
    static func mint() -> LibraryKey? {
        var key: ssh_key?
        // The parameter is a size in bits for RSA, and means nothing here.
        guard unsafe ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &key) == SSH_OK, let raw = unsafe key else { return nil }
        return unsafe LibraryKey(owning: raw)
    }

    /// The public half, encoded by libssh.
    func publicBase64() -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe ssh_pki_export_pubkey_base64(raw, &text) == SSH_OK, let text = unsafe text else { return nil }
        defer { unsafe ssh_string_free_char(text) }
        return unsafe String(cString: text)
    }

    /// `SHA256:` and the unpadded base64 of the public half's hash, as `ssh-keygen -l` prints it.
    func fingerprint() -> String? {
        var hash: UnsafeMutablePointer<UInt8>?
        var length = 0
        guard unsafe ssh_get_publickey_hash(raw, SSH_PUBLICKEY_HASH_SHA256, &hash, &length) == SSH_OK else {
            return nil
        }
        defer { unsafe ssh_clean_pubkey_hash(&hash) }
        guard let text = unsafe ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, length) else { return nil }
        defer { unsafe ssh_string_free_char(text) }
        return unsafe String(cString: text)
    }

    /// The private half in OpenSSH's own format, not encrypted; nil where there is none. The caller wipes it.
    ///
    /// Of libssh's two ways out this is the one that touches no file: `ssh_pki_export_privkey_file` opens the name
    /// with fopen(3), so it would replace what is there and leave the permissions to the umask.
    func privateText() -> PrivateText? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe ssh_pki_export_privkey_base64(raw, nil, nil, nil, &text) == SSH_OK, let text = unsafe text else {
            return nil
        }
        return unsafe PrivateText(owning: text)
    }
}

extension KeyType {
    /// libssh's number for the type.
    fileprivate var inLibrary: ssh_keytypes_e {
        switch self {
        case .ed25519: SSH_KEYTYPE_ED25519
        case .ecdsa256: SSH_KEYTYPE_ECDSA_P256
        case .ecdsa384: SSH_KEYTYPE_ECDSA_P384
        case .ecdsa521: SSH_KEYTYPE_ECDSA_P521
        case .rsa: SSH_KEYTYPE_RSA
        case .securityKeyEd25519: SSH_KEYTYPE_SK_ED25519
        case .securityKeyECDSA: SSH_KEYTYPE_SK_ECDSA
        }
    }
}
