internal import Glibc
internal import Linux
internal import Policy

/// One edit of a file of the policy, from the copy to the installed file.
struct PolicyEditing {
    let office: Office
    /// The file's path in the configuration folder.
    let path: String
    /// Whether it is installed without a question.
    let isAgreed: Bool

    /// What the person decides.
    private enum Choice {
        case install, edit, discard
    }

    /// Edits until it is installed or discarded.
    ///
    /// - Throws: ``Complaint`` where it was discarded because something is wrong.
    func run() throws {
        let copy = try EditedCopy(named: String(path.split(separator: "/").last ?? "policy"))
        var base = try current()
        try copy.write(base)
        while true {
            guard let status = office.world.edit(copy.path) else {
                throw Complaint("the editor could not be started", hint: "set EDITOR to an editor that is there")
            }
            guard status == 0 else { throw Complaint("the editor ended with \(status), so nothing was changed") }
            var text = try copy.read()
            if text == base { return office.world.print("nothing was changed") }
            let now = try current()
            if now != base {
                let merge = Merge(base: base, mine: text, theirs: now)
                office.world.say(
                    "postern: another admin changed \(Escaped.text(path)) meanwhile; both changes are in it now")
                (base, text) = (now, merge.text)
                try copy.write(text)
            }
            switch try judge(text, base) {
            case .install:
                if try install(text, over: base) { return }
            case .edit: continue
            case .discard: return office.world.print("discarded: nothing was changed")
            }
        }
    }

    private func current() throws -> String { try office.content(of: "\(office.configuration.path)/\(path)") ?? "" }

    /// Checks the new text, and lets the person decide.
    private func judge(_ text: String, _ base: String) throws -> Choice {
        do {
            try office.hold {
                let standing = try Standing(office.configuration, gate: try office.gate())
                _ = try ChangePlan(office, standing, [path: text])
            }
        } catch {
            let complaint = Complaint(of: error)
            complaint.lines.forEach(office.world.say)
            office.world.say("postern: what now? e (edit again), d (show the difference), x (discard)")
            return try ask(base, text) ?? { throw complaint }()
        }
        show(base, text)
        guard !isAgreed else { return .install }
        office.world.say("postern: install this? y (yes), e (edit again), d (show the difference), x (discard)")
        return try ask(base, text, mayInstall: true) ?? .discard
    }

    /// `nil`: nobody answers.
    private func ask(_ base: String, _ text: String, mayInstall: Bool = false) throws -> Choice? {
        while let answer = office.world.line() {
            switch answer.lowercased() {
            case "y" where mayInstall, "yes" where mayInstall: return .install
            case "e": return .edit
            case "x", "q": return .discard
            case "d": show(base, text)
            default: office.world.say("postern: \(mayInstall ? "y, " : "")e, d or x")
            }
        }
        return nil
    }

    private func show(_ base: String, _ text: String) {
        TextDiff(base, text).unified(path).forEach(office.world.print)
    }

    /// Installs it, unless the file was changed since it was compared.
    private func install(_ text: String, over base: String) throws -> Bool {
        let isDone = try office.hold {
            guard try current() == base else { return false }
            try office.commit(PolicyChange(action: .policyChange, object: path, files: [path: text]))
            return true
        }
        if isDone { office.world.print("\(Escaped.text(path)) is installed; it holds for new sessions") }
        return isDone
    }
}

/// A copy of a file that only its editor sees, in a folder of its own; gone when the value is.
final class EditedCopy {
    /// Where it is.
    let path: String
    private let folder: String

    /// Makes the folder.
    init(named name: String) throws(Complaint) {
        var template = Array("/tmp/postern-edit-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Complaint(SystemCallError("mkdtemp", errno), at: "/tmp") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        path = "\(folder)/\(name)"
    }

    deinit {
        // An editor may have left its own files there.
        if let names = try? FolderList.names(in: folder) {
            for name in names { _ = unsafe unlink("\(folder)/\(name)") }
        }
        _ = unsafe rmdir(folder)
    }

    /// Puts a text into it.
    func write(_ text: String) throws(Complaint) {
        do throws(SystemCallError) { try AtomicFile.write(text.utf8, to: path, mode: 0o600) } catch {
            throw Complaint(error, at: path)
        }
    }

    /// What the editor left in it.
    func read() throws(Complaint) -> String { try PolicyText.read(path) ?? "" }
}
