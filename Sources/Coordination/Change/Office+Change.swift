internal import Glibc
internal import LedgerWire
internal import Linux
internal import Policy
internal import PolicyFile

extension Office {
    /// Holds the admins' lock while `body` runs. A change that a process was killed in is brought to its end first.
    func hold<Result>(_ body: () throws -> Result) throws -> Result {
        try AdminLock.hold(configuration) {
            try finishPending()
            return try body()
        }
    }

    /// Changes the policy: all of it is judged first, then it happens as a whole, whenever this process may be killed.
    /// Only inside ``hold(_:)``.
    ///
    /// - Parameters:
    ///   - change: what.
    ///   - first: what else belongs to the act and must be there before; once the trail has its row.
    /// - Throws: ``Complaint``; then nothing has changed, unless a write failed.
    func commit(_ change: PolicyChange, first: () throws -> Void = {}) throws {
        let standing = try Standing(configuration, gate: try gate())
        let plan = try ChangePlan(self, standing, change.files)
        let chronicle = chronicle(plan.gateway)
        var register = standing.register
        // Nothing was changed by hand: then it is what was written last.
        let known = standing.byHand.isEmpty ? standing.registered : nil
        let before = try known ?? register.digest()
        var details: [AdminAct.Detail] = []
        var copies = standing.byHand.compactMap { path, edit in
            edit.content.flatMap { content in register.files[path].map { (sum: $0.sum, content: content) } }
        }
        for (path, text) in change.files.sorted(by: { $0.key < $1.key }) {
            let content = text.map { Array($0.utf8) }
            let sum = try content.map(Register.sum)
            if let content, let sum { copies.append((sum, content)) }
            details += Self.details(path, register.files[path]?.sum, sum, number: details.count / 3)
            register.files[path] = sum.map { Register.Entry(sum: $0, stamp: .none) }
        }
        register.written = try register.digest()
        let hashes = [AdminAct.Detail("policyBefore", before), AdminAct.Detail("policyAfter", register.written)]
        try makeHistory()
        try Copies(path: configuration.copies).add(copies)
        let entry = Journal.Entry(
            act: "\(change.action.rawValue) \(change.object)",
            files: change.files.mapValues { $0.map { Array($0.utf8) } })
        try journal.write(entry)
        noteEdits(standing, before, chronicle)
        do {
            try chronicle.record(change.action, change.object, details: change.details + hashes + details) {
                try first()
                try journal.commit()
                try journal.apply(entry)
                try install(plan, register, changed: Set(change.files.keys))
                try journal.finish()
            }
        } catch {
            journal.discard()
            throw error
        }
    }

    /// Makes the generated files and the register what the policy says.
    ///
    /// - Parameters:
    ///   - plan: the generated files.
    ///   - register: what each file holds; the stamps of `changed` are taken anew.
    ///   - changed: the files that were written just now.
    /// - Throws: ``Complaint``.
    func install(_ plan: ChangePlan, _ register: Register, changed: Set<String>) throws(Complaint) {
        var register = register
        if register.written.isEmpty { register.written = try register.digest() }
        let files = [
            (configuration.places, plan.places.map { Array($0.utf8) }), (configuration.authorizedKeys, plan.roll.text),
        ]
        for case let (path, text?) in files {
            // One that is as long is most often the same, and then sshd need not see another file.
            let isAsLong = try PolicyFiles.stamp(of: path)?.size == Int64(text.count)
            if isAsLong {
                let old = try PolicyText.bytes(path)
                if old == text { continue }
            }
            try PolicyText.write(text, to: path, accounts)
        }
        for name in [PlacesIndex.name, ConfigurationFolder.authorizedKeysName] {
            register.generated[name] = try PolicyFiles.stamp(of: "\(configuration.path)/\(name)")
        }
        let now = WallClock.nanoseconds
        for path in changed {
            register.files[path]?.stamp =
                try PolicyFiles.stamp(of: "\(configuration.path)/\(path)")?.trusted(at: now) ?? .none
        }
        do throws(SystemCallError) {
            try AtomicFile.write(register.text, to: configuration.register, mode: 0o600)
        } catch {
            throw Complaint(error, at: configuration.register)
        }
    }

    /// Writes down what was changed by hand since `postern` last looked, if it knows what was there before.
    func noteEdits(_ standing: Standing, _ now: String, _ chronicle: Chronicle) {
        guard let registered = standing.registered, !standing.byHand.isEmpty else { return }
        var details = [
            AdminAct.Detail("by", "hand"), AdminAct.Detail("policyBefore", registered),
            AdminAct.Detail("policyAfter", now), AdminAct.Detail("files", "\(standing.byHand.count)"),
        ]
        for (number, (path, edit)) in standing.byHand.sorted(by: { $0.key < $1.key }).prefix(Self.mostFiles)
            .enumerated()
        {
            details += Self.details(path, edit.before, standing.register.files[path]?.sum, number: number)
        }
        chronicle.note(.policyChange, "files changed by hand", details: details)
    }

    /// Files that one row tells of: three details each, beside the others.
    private static let mostFiles = 3

    private static func details(_ path: String, _ before: String?, _ after: String?, number: Int) -> [AdminAct.Detail] {
        let end = number == 0 ? "" : "\(number + 1)"
        return [
            AdminAct.Detail("file\(end)", path), AdminAct.Detail("fileBefore\(end)", before ?? "-"),
            AdminAct.Detail("fileAfter\(end)", after ?? "-"),
        ]
    }

    /// Where the lines for sshd say that the gate is.
    func gate() throws(Complaint) -> String { try GateProgram.path(beside: world.executable) }

    var journal: Journal { Journal(configuration: configuration, accounts: accounts) }

    /// The folder `history`, which gateways of before did not have.
    func makeHistory() throws(Complaint) {
        guard !NewGateway.exists(configuration.history) else { return }
        try FolderPlan(path: configuration.history, mode: 0o700, owner: nil).make()
    }

    private func finishPending() throws {
        guard NewGateway.exists(configuration.history) else { return }
        if let draft = try journal.pendingDraft() {
            note(draft, .lost, "cut off before it happened")
            journal.discard()
        }
        guard let entry = try journal.pendingChange() else { return }
        try journal.apply(entry)
        let standing = try Standing(configuration, gate: try gate())
        let plan = try ChangePlan(self, nil)
        try Copies(path: configuration.copies).add(
            standing.byHand.compactMap { path, edit in
                edit.content.flatMap { content in standing.register.files[path].map { ($0.sum, content) } }
            })
        try install(plan, standing.register, changed: [])
        note(entry, .allowed, "finished after it was cut")
        try journal.finish()
    }

    private func note(_ entry: Journal.Entry, _ outcome: Outcome, _ reason: String) {
        guard let gateway = try? PolicyFolder(configuration.path).gateway() else { return }
        chronicle(gateway).note(.policyChange, entry.act, outcome, reason: reason)
    }
}
