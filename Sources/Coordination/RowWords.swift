internal import Policy
internal import Trail

/// A row as a sentence.
enum RowWords {
    /// For example `web1 wanted to remove snapshots/…: refused`. It is escaped.
    static func sentence(_ row: Row) -> String {
        let entry = row.entry
        let who = entry.text("actor") ?? (entry.client.isEmpty ? "the gateway" : entry.client)
        let what = [verb(entry.action), entry.object].filter { !$0.isEmpty }.joined(separator: " ")
        return "\(Escaped.text(who)): \(Escaped.text(what)): \(outcome(row))"
    }

    private static func outcome(_ row: Row) -> String {
        let isEnd = row.entry.action == .close
        return switch row.entry.outcome {
        case .allowed: isEnd ? "in order" : "allowed, and done unless a later row names this one"
        case .refused: "refused"
        case .failed: isEnd ? "it died without a last word" : "could not be done"
        case .lost: "the session that was to do it died before it did"
        }
    }

    private static func verb(_ action: Action) -> String {
        switch action {
        case .open: "open a session"
        case .close: "end the session"
        case .settle: "find what a dead session had done after all:"
        case .fold: "be refused more often than rows are kept a day"
        case .create: "make the repository's folders"
        case .save: "save"
        case .remove: "remove"
        case .load: "read"
        case .list: "list"
        case .stat: "look at"
        case .deleteRepository: "delete the whole repository"
        case .request: "ask for something that is no request of restic's:"
        case .maintenanceBegin: "begin maintenance:"
        case .maintenanceEnd: "end maintenance:"
        case .trash: "move to the trash"
        case .restore: "bring back from the trash"
        case .purge: "remove from the trash for good"
        case .sweep: "clear away what was left behind:"
        case .clientAdd: "add the client"
        case .clientChange: "change the client"
        case .clientDisable: "switch off the client"
        case .clientEnable: "switch on the client"
        case .clientRemove: "remove the client"
        case .keyAdd: "add the key"
        case .keyRevoke: "revoke the key"
        case .repositoryAdd: "add the repository"
        case .repositoryChange: "change the repository"
        case .repositoryRemove: "remove the repository's file"
        case .policyChange: "change the policy:"
        case .secretSet: "set the secret"
        case .secretRemove: "remove the secret"
        case .secretRotate: "seal anew all secrets of the"
        case .initialise: "set up the gateway in"
        case .repositoryImport: "take note of what lay in a repository"
        case .auditSeal: "seal the trail"
        }
    }

    /// What a reason of ours means; `nil` where it is a text already.
    static func meaning(of reason: String) -> String? { Refusal(rawValue: reason)?.explanation.reason }

    /// What a member of a row's `detail` is called for people.
    static func title(of detail: String) -> String {
        switch detail {
        case "row": "about row"
        case "actor": "admin"
        case "asked": "asked for"
        case "level": "sandbox"
        case "pid": "process"
        case "bytesIn": "bytes in"
        case "bytesOut": "bytes out"
        case "read": "read today"
        case "old": "policy was"
        case "new": "policy is"
        default: detail
        }
    }
}
