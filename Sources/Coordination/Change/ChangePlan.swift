internal import Keys
internal import Policy
internal import PolicyFile

/// What the generated files will be after a change, once all of the change is found to be right.
struct ChangePlan {
    /// The gateway as it is after the change.
    let gateway: Gateway
    /// The lines for sshd.
    let roll: KeyRoll
    /// The index of places; `nil`: it stays as it is.
    let places: String?

    /// Judges a change. Where the lines for sshd are known, only the clients that it concerns are read; else all files.
    ///
    /// - Parameters:
    ///   - office: where.
    ///   - standing: how the policy stands; `nil`: read all files.
    ///   - files: the new contents by path, `nil` for what is removed.
    /// - Throws: ``Complaint`` with what is wrong with the change, or with what is there already.
    init(_ office: Office, _ standing: Standing?, _ files: [String: String?] = [:]) throws {
        if let standing, let roll = standing.roll, !files.keys.contains(where: Standing.concernsAll) {
            try self.init(office, standing, roll, files)
        } else {
            try self.init(reading: office, files)
        }
    }

    private init(reading office: Office, _ files: [String: String?]) throws {
        let policy = try office.policy(with: files)
        let authorizedKeys = try office.authorizedKeys()
        let keys = try authorizedKeys.read(for: policy.clients, proposed: files)
        let blocks = try policy.clients.flatMap { try authorizedKeys.blocks(for: $0, keys[$0.name]) }
        let (roll, collision) = KeyRoll.of(blocks)
        if let collision { throw Self.complaint(collision, office.configuration, files) }
        gateway = policy.settings.gateway
        self.roll = roll
        places = PlacesIndex.text(of: policy.repositories)
    }

    private init(_ office: Office, _ standing: Standing, _ roll: KeyRoll, _ files: [String: String?]) throws {
        let paths = standing.unsure.union(files.keys).union(standing.byHand.keys)
        let names = Set(paths.compactMap(PolicyChange.client(of:)))
        let folder = PolicyFolder(office.configuration.path, proposed: files.mapValues { $0.map { Array($0.utf8) } })
        let authorizedKeys = try office.authorizedKeys()
        var (blocks, roll) = ([KeyRoll.Block](), roll)
        do throws(PolicyFileError) { gateway = try folder.gateway() } catch {
            throw Complaint(policy: error, .badConfiguration)
        }
        for name in names.sorted() {
            let client: Client?
            do throws(PolicyFileError) { client = try folder.gate(for: name)?.client } catch {
                let isOurs = files.keys.contains(PolicyChange.file(of: name))
                throw Complaint(
                    policy: error, isOurs ? .failed : .badConfiguration,
                    proposed: files.keys.map { "\(office.configuration.path)/\($0)" })
            }
            let keys = try authorizedKeys.file(of: name, proposed: files)
            guard let client else {
                if keys != nil { throw authorizedKeys.foreign("\(name)") }
                continue
            }
            blocks += try authorizedKeys.blocks(for: client, keys)
        }
        if let collision = roll.replace(blocks, of: Set(names.map(\.description))) {
            throw Self.complaint(collision, office.configuration, files)
        }
        self.roll = roll
        places = nil
    }

    private static func complaint(
        _ collision: (key: KeyRoll.Block, other: String), _ configuration: ConfigurationFolder,
        _ files: [String: String?]
    ) -> Complaint {
        let both = [collision.key.client, collision.other]
        let isNew: (String) -> Bool = { name in files.keys.contains { PolicyChange.client(of: $0)?.description == name }
        }
        if let other = both.first(where: { !isNew($0) }), both.contains(where: isNew) {
            return Complaint(
                "the key \(collision.key.fingerprint) belongs to the client \(other)",
                hint: "each client has keys of its own")
        }
        let names = both.sorted()
        return Complaint(
            "the key \(collision.key.fingerprint) belongs to both \(names[0]) and \(names[1])",
            hint: "each client has keys of its own: take it out of \(configuration.keys)/\(names[0]) or make a new one",
            .badConfiguration)
    }
}
