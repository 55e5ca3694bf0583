internal import LedgerWire
internal import Policy

extension Office {
    /// Writes the generated files and the register anew, whatever they held. Only inside ``hold(_:)``.
    ///
    /// - Parameter isStale: whether a generated file does not fit the policy, so that the act is worth a row.
    /// - Throws: ``Complaint``.
    func takeStock(isStale: Bool) throws {
        let standing = try Standing(configuration, gate: try gate())
        let plan = try ChangePlan(self, nil)
        let chronicle = chronicle(plan.gateway)
        try makeHistory()
        try Copies(path: configuration.copies).add(
            standing.byHand.compactMap { path, edit in
                edit.content.flatMap { content in standing.register.files[path].map { ($0.sum, content) } }
            })
        let hash = try standing.register.digest()
        noteEdits(standing, hash, chronicle)
        guard isStale else { return try install(plan, standing.register, changed: []) }
        let hashes = [AdminAct.Detail("policyBefore", hash), AdminAct.Detail("policyAfter", hash)]
        try chronicle.record(.policyChange, "generated files", details: hashes) {
            try install(plan, standing.register, changed: [])
        }
    }
}
