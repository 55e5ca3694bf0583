internal import Glibc
internal import Linux

/// Who must own a file or a folder, and what its mode must be.
struct FileCustody {
    let path: String
    let kind: FileStatus.Kind?
    /// `nil`: a trial's, where it is the user's own.
    let owner: (user: uid_t, group: gid_t)?
    let mode: mode_t
    /// Whether it may be missing.
    var isOptional = false

    /// What is wrong; empty where nothing is.
    func verdicts(_ patient: Patient) -> [Verdict] {
        let name = Escaped.text(path)
        let found: FileStatus
        do throws(SystemCallError) { found = try Descriptor.at("/", O_RDONLY | O_DIRECTORY).status(of: path) } catch {
            guard error.code == ENOENT else {
                return [.unknown("\(name): \(error)" + (patient.isRoot ? "" : "; run it as root"))]
            }
            return isOptional ? [] : [.bad("\(name) is missing", mend: "postern init\(patient.option)")]
        }
        if let kind, found.kind != kind {
            let moved = ShellWord.quoted(path)
            return [
                .bad(
                    "\(name) is not what it should be",
                    mend: "mv \(moved) \(moved).wrong; postern init\(patient.option)")
            ]
        }
        var verdicts: [Verdict] = []
        if let wrong = ownership(found) { verdicts.append(wrong) }
        if found.permissions != mode {
            verdicts.append(
                .bad(
                    "\(name) has mode \(Self.octal(found.permissions)), and not \(Self.octal(mode))",
                    mend: "chmod \(Self.octal(mode)) \(ShellWord.quoted(path))"))
        }
        return verdicts
    }

    private func ownership(_ found: FileStatus) -> Verdict? {
        let name = Escaped.text(path)
        guard let owner else {
            guard found.owner != geteuid() else { return nil }
            return .bad("\(name) belongs to user \(found.owner)", mend: "chown \(geteuid()) \(ShellWord.quoted(path))")
        }
        guard found.owner != owner.user || found.group != owner.group else { return nil }
        return .bad(
            "\(name) belongs to \(found.owner):\(found.group), and not to \(owner.user):\(owner.group)",
            mend: "chown \(owner.user):\(owner.group) \(ShellWord.quoted(path))")
    }

    private static func octal(_ mode: mode_t) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    }
}
