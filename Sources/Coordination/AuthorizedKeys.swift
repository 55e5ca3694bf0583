internal import Keys
internal import Policy

/// The keys of clients, and the lines for sshd that follow from them.
struct AuthorizedKeys {
    let configuration: ConfigurationFolder
    /// The absolute path of `postern-gate`.
    let gate: String

    /// The keys of all clients that have any, as their files hold them.
    ///
    /// - Parameters:
    ///   - clients: all clients of the policy.
    ///   - proposed: the content of files by their path in the configuration folder, as if they held that already.
    /// - Returns: the files by client.
    /// - Throws: ``Complaint`` where a file is damaged, or belongs to no client: it may be a misspelt name, and its
    ///   key would silently not work.
    func read(for clients: [Client], proposed: [String: String?] = [:]) throws -> [Name: KeyFile] {
        let known = Set(clients.map(\.name.description))
        let folder = PolicyFiles.keys + "/"
        var names = Set(try FolderList.names(in: configuration.keys).filter { !$0.hasPrefix(".") })
        for (path, text) in proposed where path.hasPrefix(folder) {
            let name = String(path.dropFirst(folder.count))
            if text == nil { names.remove(name) } else { names.insert(name) }
        }
        var files: [Name: KeyFile] = [:]
        for file in names.sorted() {
            guard let name = Name(file), known.contains(file) else { throw foreign(file) }
            files[name] = try self.file(of: name, proposed: proposed)
        }
        return files
    }

    /// The keys of one client; `nil`: it has no file.
    func file(of client: Name, proposed: [String: String?] = [:]) throws(Complaint) -> KeyFile? {
        let path = "\(configuration.keys)/\(client)"
        do throws(KeyError) {
            if let text = proposed[PolicyChange.keys(of: client)] {
                return try text.map { text throws(KeyError) in try KeyFile(parsing: Array(text.utf8), name: path) }
            }
            return NewGateway.exists(path) ? try KeyFile.read(path) : nil
        } catch {
            throw Complaint(of: error, .badConfiguration)
        }
    }

    /// That a file of keys has the name of no client.
    func foreign(_ file: String) -> Complaint {
        Complaint(
            "\(Escaped.text("\(configuration.keys)/\(file)")): no client has this name",
            hint: "rename or remove the file, or add the client: postern client add", .badConfiguration)
    }

    /// A client's keys as they stand in the generated file. A client that is switched off keeps its lines: the gate
    /// tells it so, where sshd would only deny.
    ///
    /// - Throws: ``Complaint`` where a line cannot be made.
    func blocks(for client: Client, _ keys: KeyFile?) throws -> [KeyRoll.Block] {
        try (keys?.entries ?? []).map { entry in
            KeyRoll.Block(
                fingerprint: entry.key.fingerprint, client: client.name.description, line: try line(for: client, entry))
        }
    }

    private func line(for client: Client, _ entry: KeyFile.Entry) throws -> String {
        var expires = entry.expires
        if let day = client.expires {
            let end = try KeyTime(day.description)
            expires = min(expires ?? end, end)
        }
        do throws(KeyError) {
            return try AuthorizedKeysLine(
                key: entry.key, client: client.name.description, gate: gate,
                configuration: configuration.unusualPath, sources: client.from.map(\.description), expires: expires
            ).text
        } catch {
            throw Complaint(of: error, .badConfiguration)
        }
    }
}
