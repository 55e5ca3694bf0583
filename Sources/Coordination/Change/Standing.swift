internal import Keys
internal import Policy
internal import PolicyFile

/// How the policy stands on the disk, compared with the register: what is as `postern` left it need not be read again.
/// Made while the admins' lock is held.
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
        for (path, stamp) in found.stamps {
            if let entry = known?.files[path], entry.stamp == stamp, stamp != .none { continue }
            unsure.insert(path)
            let content = try PolicyText.bytes("\(configuration.path)/\(path)") ?? []
            let sum = try Register.sum(of: content)
            let before = register.files[path]?.sum
            if before != sum { byHand[path] = Edit(before: before, content: content) }
            register.files[path] = Register.Entry(sum: sum, stamp: stamp)
        }
        for path in register.files.keys where found.stamps[path] == nil {
            byHand[path] = Edit(before: register.files[path]?.sum, content: nil)
            register.files[path] = nil
        }
        if !byHand.isEmpty { register.written = "" }
        guard known?.gate == gate, !unsure.contains(where: Self.concernsAll),
            !byHand.keys.contains(where: Self.concernsAll)
        else {
            register.gate = gate
            return
        }
        for name in [ConfigurationFolder.authorizedKeysName, PlacesIndex.name] {
            let stamp = try PolicyFiles.stamp(of: "\(configuration.path)/\(name)")
            guard let stamp, stamp == known?.generated[name] else { return }
        }
        roll = try PolicyText.bytes(configuration.authorizedKeys).flatMap { KeyRoll(parsing: $0) }
    }

    /// Whether a file says something about more than one client.
    static func concernsAll(_ path: String) -> Bool { PolicyChange.client(of: path) == nil }
}
