internal import Glibc
internal import Linux
internal import Policy
internal import Restic
internal import Trail

/// The reports of all runs of maintenance: a folder a repository in the state folder, a file a run. Only root reads it:
/// restic's words name files of hosts.
struct ReportFolder {
    /// How many are kept of one repository.
    static let most = 400

    /// What a report's file name tells, so that it need not be read.
    struct Entry: Hashable, Sendable {
        let repository: String
        let began: Moment
        let kind: RunKind
        let outcome: RunReport.Outcome
        /// ``RunReport/name``.
        let name: String
    }

    private let path: String

    init(state: String) { path = state + "/maintenance" }

    /// Keeps a report, and drops the oldest ones of its repository past ``most``.
    func keep(_ report: RunReport) throws(Complaint) {
        let folder = folder(of: report.repository)
        for folder in [path, folder] { try FolderPlan(path: folder, mode: 0o700, owner: nil).make() }
        let entry = Entry(
            repository: report.repository, began: report.began, kind: report.kind, outcome: report.outcome,
            name: report.name)
        let file = "\(folder)/\(Self.fileName(entry))"
        do throws(SystemCallError) {
            try AtomicFile.write(Array((report.json.line + "\n").utf8), to: file, mode: 0o600)
        } catch {
            throw Complaint(error, at: file, hint: "check whether the disk is full")
        }
        for old in try entries(of: report.repository).dropLast(Self.most) {
            _ = unsafe unlink("\(folder)/\(Self.fileName(old))")
        }
    }

    /// The runs of one repository, or of all, the oldest first.
    func entries(of repository: String? = nil) throws(Complaint) -> [Entry] {
        var entries: [Entry] = []
        let names = if let repository { [Self.folderName(repository)] } else { try self.names(in: path) }
        for name in names where !name.hasPrefix(".") {
            let repository = name.replacing("+", with: "/")
            entries += try self.names(in: "\(path)/\(name)").compactMap { Self.entry($0, of: repository) }
        }
        return entries.sorted { ($0.began, $0.name) < ($1.began, $1.name) }
    }

    /// A run's report.
    func report(_ entry: Entry) throws(Complaint) -> RunReport {
        let file = "\(folder(of: entry.repository))/\(Self.fileName(entry))"
        guard let bytes = try PolicyText.bytes(file), let report = RunReport(bytes) else {
            throw Complaint("\(Escaped.text(file)): this is no report of a run", hint: "remove it, if it was changed")
        }
        return report
    }

    /// Does something unless another process is doing it, and tells whether it was done. The kernel gives the lock back
    /// when a process ends.
    func holdingLock(_ body: () throws -> Void) throws -> Bool {
        try FolderPlan(path: path, mode: 0o700, owner: nil).make()
        let folder = try Descriptor.at(path, O_RDONLY | O_DIRECTORY)
        guard flock(folder.raw, LOCK_EX | LOCK_NB) == 0 else { return false }
        defer { flock(folder.raw, LOCK_UN) }
        try body()
        return true
    }

    private func names(in folder: String) throws(Complaint) -> [String] {
        guard unsafe access(folder, F_OK) == 0 else { return [] }
        return try FolderList.names(in: folder)
    }

    private func folder(of repository: String) -> String { "\(path)/\(Self.folderName(repository))" }

    /// A name, or a place: the only letter of a place that no file name can have is the slash.
    private static func folderName(_ repository: String) -> String { repository.replacing("/", with: "+") }

    private static func fileName(_ entry: Entry) -> String {
        let time = String(entry.began.milliseconds)
        return String(repeating: "0", count: max(0, 15 - time.count)) + time
            + "-\(entry.kind.rawValue)-\(entry.outcome.rawValue)-\(entry.name).json"
    }

    private static func entry(_ file: String, of repository: String) -> Entry? {
        let parts = file.split(separator: "-").map { String($0) }
        guard parts.count == 4, file.hasSuffix(".json"), let time = Int64(parts[0]),
            let kind = RunKind(rawValue: parts[1]), let outcome = RunReport.Outcome(rawValue: parts[2])
        else { return nil }
        return Entry(
            repository: repository, began: Moment(milliseconds: time), kind: kind, outcome: outcome,
            name: String(parts[3].dropLast(5)))
    }
}
