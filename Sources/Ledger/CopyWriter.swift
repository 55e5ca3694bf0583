internal import Crypto
internal import Glibc
internal import Policy
internal import Restic
internal import Trail

/// Writes rows as messages of syslog. Source: RFC 5424; `docs/audit-format.md` lists the parameters.
struct CopyWriter {
    /// How grave a message is. The raw value is syslog's: RFC 5424, section 6.2.1.
    enum Severity: Int {
        case warning = 4
        case notice = 5
        case information = 6
    }

    /// Characters of one value; what is longer is cut. All of a message then fits what common receivers take.
    static let longestValue = 1024

    /// Security and authorisation messages, which only admins read: RFC 5424, section 6.2.1.
    private static let facility = 10
    /// We have no number of our own at IANA; this one is for those who have none. Source: RFC 5612.
    private static let element = "postern@32473"

    private let hasher: TreeHasher
    private let host: String

    /// Looks up the name of this machine.
    init() throws(TrailError) {
        do throws(HashingError) {
            hasher = try TreeHasher()
        } catch {
            throw .hashing(error)
        }
        var name = [CChar](repeating: 0, count: 256)
        let isKnown = unsafe gethostname(&name, name.count - 1) == 0
        let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let isFit = isKnown && !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
        host = isFit ? text : "-"
    }

    /// How grave a row is; `nil` for one that is not copied.
    static func severity(of row: Row) -> Severity? {
        if row.entry.outcome == .refused { return .warning }
        switch row.entry.action {
        case .open, .close: return .information
        case .remove, .sweep, .fold, .maintenanceBegin, .maintenanceEnd, .trash, .restore, .purge: return .notice
        case .clientAdd, .clientChange, .clientDisable, .clientEnable, .clientRemove, .keyAdd, .keyRevoke,
            .repositoryAdd, .repositoryChange, .repositoryRemove, .policyChange, .secretSet, .secretRemove,
            .secretRotate, .repositoryImport,
            .initialise, .auditSeal:
            return .notice
        case .settle, .create, .save, .load, .list, .stat, .deleteRepository, .request: return nil
        }
    }

    /// The copy of a row.
    func copy(of row: Row) -> String {
        let entry = row.entry
        var values = [
            ("seq", "\(row.seq)"), ("session", "\(row.session)"), ("client", entry.client), ("key", entry.key),
            ("source", entry.source), ("repo", entry.repository), ("action", entry.action.rawValue),
            ("object", entry.object), ("bytes", "\(entry.bytes.bytes)"), ("outcome", entry.outcome.rawValue),
            ("reason", entry.reason),
        ]
        for detail in entry.details {
            switch detail.value {
            case .text(let text): values.append((detail.name, text))
            case .number(let number): values.append((detail.name, "\(number)"))
            }
        }
        if let leaf = try? hasher.leaf(row.line) { values.append(("leaf", Base64.encode(leaf.bytes))) }
        let who = entry.client.isEmpty ? "the gateway" : entry.client
        let words = [who, entry.action.rawValue, entry.object, entry.outcome.rawValue, entry.reason]
        return message(
            Self.severity(of: row) ?? .information, row.time, entry.action.rawValue, values,
            words.filter { !$0.isEmpty }.map { String($0.escaped.prefix(Self.longestValue)) }.joined(separator: " "))
    }

    /// That copies were lost before a row.
    func lost(_ count: UInt64, before row: Row) -> String {
        message(
            .warning, row.time, "copies-lost", [("lost", "\(count)"), ("before", "\(row.seq)")],
            "\(count) copies were lost before row \(row.seq)")
    }

    private func message(
        _ severity: Severity, _ at: Moment, _ kind: String, _ values: [(name: String, text: String)], _ words: String
    ) -> String {
        let priority = Self.facility * 8 + severity.rawValue
        let parameters = values.filter { !$0.text.isEmpty }
            .map { " \($0.name.prefix(32))=\"\(Self.quoted($0.text))\"" }
        return "<\(priority)>1 \(at) \(host) postern-ledger \(getpid()) \(kind) "
            + "[\(Self.element)\(parameters.joined())] \(words)"
    }

    /// What stands between the quotes in the row's line, and then as a value of syslog: RFC 5424, section 6.3.3.
    private static func quoted(_ text: String) -> String {
        var quoted = ""
        for character in text.escaped.prefix(longestValue) {
            if character == "\"" || character == "\\" || character == "]" { quoted.append("\\") }
            quoted.append(character)
        }
        return quoted
    }
}
