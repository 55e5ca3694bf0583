internal import Policy
internal import Trail

/// A row of the trail that tells of a change of the policy.
struct PolicyRow {
    /// One file of the change; `nil` for a content: the file was not there.
    struct File: Hashable {
        let path: String
        let before: String?
        let after: String?
    }

    let row: Row
    /// The policy's hash before and after.
    let before: String
    let after: String
    /// The files that the row names; an edit by hand may have changed more.
    let files: [File]

    /// `nil`: the row tells of none.
    init?(_ row: Row) {
        guard let before = row.entry.text("policyBefore"), let after = row.entry.text("policyAfter") else { return nil }
        self.row = row
        (self.before, self.after) = (before, after)
        files = (1...16).compactMap { number in
            let end = number == 1 ? "" : "\(number)"
            guard let path = row.entry.text("file\(end)") else { return nil }
            let sums = ["fileBefore", "fileAfter"].map { row.entry.text($0 + end) }.map { $0 == "-" ? nil : $0 }
            return File(path: path, before: sums[0], after: sums[1])
        }
    }

    /// Who did it: the admin, or nobody where it was done by hand and only found by him.
    var actor: String {
        row.entry.text("by") == "hand" ? "by hand" : row.entry.text("actor") ?? ""
    }

    /// All of the trail, the first first.
    static func all(_ trail: AuditTrail) throws -> [PolicyRow] {
        var filter = RowFilter()
        filter.actions = AdminActs.all
        var rows: [PolicyRow] = []
        try trail.reader.pages(filter) { row, _ in
            if row.entry.outcome == .allowed, let one = PolicyRow(row) { rows.append(one) }
            return true
        }
        return rows
    }

    /// As `--json` prints it; the differences of the files come with `policy diff` only.
    func json(_ differences: [String: [String]]? = nil) -> JSON {
        .object([
            ("row", .number(row.seq)), ("at", .text(row.at.description)), ("actor", .text(row.entry.text("actor"))),
            ("byHand", .flag(row.entry.text("by") == "hand")), ("action", .text(row.entry.action.rawValue)),
            ("object", .text(row.entry.object)), ("before", .text(before)), ("after", .text(after)),
            (
                "files",
                .list(
                    files.map { file in
                        .object(
                            [
                                ("path", .text(file.path)), ("before", .text(file.before)),
                                ("after", .text(file.after)),
                            ] + (differences.map { [("diff", JSON.texts($0[file.path] ?? []))] } ?? []))
                    })
            ),
        ])
    }
}
