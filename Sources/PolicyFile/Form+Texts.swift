// Texts of the world outside: paths, hosts, URLs and the like. The checks keep out what would be misread later.

extension Form where Value == String {
    /// A path of this machine: absolute, each part a name, without a slash at its end.
    static var path: Form {
        text("a path", hint: "write an absolute path without \"..\", \"//\" or a slash at its end") { text in
            let parts = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            guard text.hasPrefix("/"), text.utf8.count < 4096, !hasControls(text),
                parts.allSatisfy({ !["", ".", ".."].contains($0) })
            else { return nil }
            return text
        }
    }

    /// A path of the client's, which may run Windows: `/srv`, `C:\Users`.
    static var source: Form {
        text("a path", hint: "write an absolute path of the client, for example \"/srv\"") { text in
            let drive = text.utf8.dropFirst().starts(with: ":\\".utf8) || text.utf8.dropFirst().starts(with: ":/".utf8)
            guard text.hasPrefix("/") || drive, text.utf8.count < 4096, !hasControls(text) else { return nil }
            return text
        }
    }

    /// A host's name as it calls itself; it may have capitals.
    static var host: Form {
        text("a host's name", hint: "write it as the host's snapshots show it, without spaces") { text in
            (1...255).contains(text.utf8.count) && isVisible(text) ? text : nil
        }
    }

    /// What a client may write after `rclone:`: one word of a command line.
    static var alias: Form {
        text("another name", hint: "write what stands after \"rclone:\" on the host, without spaces") { text in
            (1...1024).contains(text.utf8.count) && isVisible(text) && !text.hasPrefix("-") ? text : nil
        }
    }

    /// A URL of a service: a scheme, a host, perhaps a port, and no path.
    static var endpoint: Form {
        text("a URL of a service", hint: "write for example \"https://s3.example.org\"") { text in
            guard text.utf8.count <= 255, let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) })
            else { return nil }
            let host = text.dropFirst(scheme.count)
            let isHost = host.allSatisfy { isLetterOrDigit($0) || "-._:[]".contains($0) }
            return !host.isEmpty && isHost ? text : nil
        }
    }

    /// A name that a service gives.
    static func label(_ form: String) -> Form {
        text(form, hint: "letters, digits, and \".-_\", at most 63") { text in
            (1...63).contains(text.utf8.count) && text.allSatisfy { isLetterOrDigit($0) || ".-_".contains($0) }
                ? text : nil
        }
    }

    /// What stands before every object's key: folders, without a slash at either end.
    static var prefix: Form {
        text("a prefix", hint: "write for example \"backups/restic\", without a slash at either end") { text in
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            let areNames = parts.allSatisfy { !["", ".", ".."].contains($0) }
            return areNames && text.utf8.count <= 255 && isVisible(text) ? text : nil
        }
    }

    /// The id of a restic key, or how it begins.
    static var keyID: Form {
        text("a key's id", hint: "write 8 to 64 hex digits, as `restic key list` shows them") { text in
            (8...64).contains(text.utf8.count) && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
                ? text : nil
        }
    }
}

private func hasControls(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) }
}

private func isVisible(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
}

private func isLetterOrDigit(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber)
}
