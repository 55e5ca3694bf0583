internal import Keys
internal import Policy
internal import PolicyFile

/// How the policy stands on the disk, compared with the register: what is as `postern` left it need not be read again.
/// Made while the admins' lock is held, and before a ``ChangePlan`` reads the files: what somebody changes in between is
/// then found the next time, since the register has what was there before.
struct Standing {
    /// The register, brought up to date with what was found.
    private(set) var register: Register
    /// The generated lines for sshd; `nil`: they must be made anew from all files.
    private(set) var roll: KeyRoll?
    /// Files that must be looked at, since their stamps say nothing: changed by hand, or a moment ago.
    private(set) var unsure: Set<String> = []
    /// What was changed by hand, by path.
    private(set) var byHand: [String: Edit] = [:]
    /// The hash of the policy as the register had it; `nil`: there was none.
    let registered: String?

    /// One file that is not what the register says.
    struct Edit {
        /// The sum of its content before; `nil`: it was not there.
        let before: String?
        /// Its content now; `nil`: it is not there.
        let content: [UInt8]?
    }

    /// Looks at the files.
    ///
    /// - Parameters:
    ///   - configuration: the folder.
    ///   - gate: where the lines for sshd say that the gate is.
    /// - Throws: ``Complaint`` where something cannot be read.
    init(_ configuration: ConfigurationFolder, gate: String) throws(Complaint) {
        let found = try PolicyFiles(configuration)
        let known = try PolicyText.bytes(configuration.register).flatMap { Register(parsing: $0) }
        registered = try known.map { known throws(Complaint) in
            known.written.isEmpty ? try known.digest() : known.written
        }
        register = known ?? Register(gate: gate)
        try compare(found, configuration)
        if !byHand.isEmpty { register.written = "" }
        guard known?.gate == gate, !byHand.keys.contains(where: Self.concernsAll) else {
            register.gate = gate
            return
        }
        for name in [ConfigurationFolder.authorizedKeysName, PlacesIndex.name] {
            let stamp = try PolicyFiles.stamp(of: "\(configuration.path)/\(name)")
            guard let stamp, stamp == known?.generated[name] else { return }
        }
        roll = try PolicyText.bytes(configuration.authorizedKeys).flatMap { KeyRoll(parsing: $0) }
    }

    /// Walks along what the register has and what is there, both sorted by path.
    private mutating func compare(_ found: PolicyFiles, _ configuration: ConfigurationFolder) throws(Complaint) {
        var known = register.files.rows[...]
        var files = ByPath<Register.Entry>()
        files.reserve(found.stamps.rows.count + 1)
        for (path, stamp) in found.stamps.rows {
            while let gone = known.first, gone.path < path {
                byHand[gone.path] = Edit(before: gone.value.sum, content: nil)
                known.removeFirst()
            }
            let before = known.first?.path == path ? known.popFirst()?.value : nil
            if let before, before.stamp == stamp, stamp != .none {
                files.add(path, before)
                continue
            }
            unsure.insert(path)
            let content = try PolicyText.bytes("\(configuration.path)/\(path)") ?? []
            let sum = try Register.sum(of: content)
            if before?.sum != sum { byHand[path] = Edit(before: before?.sum, content: content) }
            files.add(path, Register.Entry(sum: sum, stamp: stamp))
        }
        for gone in known { byHand[gone.path] = Edit(before: gone.value.sum, content: nil) }
        register.files = files
    }

    /// Whether a file says something about more than one client.
    static func concernsAll(_ path: String) -> Bool { PolicyChange.client(of: path) == nil }
}
