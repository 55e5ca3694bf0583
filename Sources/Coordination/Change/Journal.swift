internal import Glibc
internal import Linux

/// A change of several files on its way to them, in the folder `history`: `draft` while it may still be given up,
/// `change` from the moment on at which it happens, whatever becomes of the process.
struct Journal {
    let configuration: ConfigurationFolder
    let accounts: Accounts

    private var draft: String { configuration.history + "/draft" }
    private var change: String { configuration.history + "/change" }

    /// A change as it lies on the disk.
    struct Entry: Hashable {
        /// What the trail calls it, and to what it is done.
        let act: String
        /// The new content by path; `nil`: the file is removed.
        let files: [String: [UInt8]?]
    }

    /// What was begun and neither happened nor failed, if anything.
    func pendingDraft() throws(Complaint) -> Entry? { try read(draft) }

    /// What was to happen and may not have happened whole, if anything.
    func pendingChange() throws(Complaint) -> Entry? { try read(change) }

    /// Puts a change on the disk; it has not happened yet.
    func write(_ entry: Entry) throws(Complaint) {
        do throws(SystemCallError) {
            try AtomicFile.write(Self.bytes(of: entry), to: draft, mode: 0o600)
        } catch {
            throw Complaint(error, at: draft, hint: "check who may write there, and whether the disk is full")
        }
    }

    /// From here on the change happens.
    func commit() throws(Complaint) {
        do throws(SystemCallError) {
            let folder = try Descriptor.at(configuration.history, O_RDONLY | O_DIRECTORY)
            try retrying("renameat") { unsafe renameat(folder.raw, "draft", folder.raw, "change") }
            try folder.sync()
        } catch {
            throw Complaint(error, at: change)
        }
    }

    /// Gives a draft up.
    func discard() { _ = unsafe unlink(draft) }

    /// Makes the files what the change says, whole ones each: what lets somebody in comes last, what keeps somebody
    /// out comes first.
    func apply(_ entry: Entry) throws(Complaint) {
        for (path, content) in entry.files.sorted(by: Self.isBefore) {
            let target = "\(configuration.path)/\(path)"
            do throws(SystemCallError) {
                if let content {
                    try AtomicFile.write(content, to: target, mode: 0o640, group: accounts.policyGroup)
                } else {
                    try Self.remove(target)
                }
            } catch {
                throw Complaint(error, at: target, hint: "check who may write there, and whether the disk is full")
            }
        }
    }

    /// The change has happened.
    func finish() throws(Complaint) {
        do throws(SystemCallError) {
            let folder = try Descriptor.at(configuration.history, O_RDONLY | O_DIRECTORY)
            try retrying("unlinkat") { unsafe unlinkat(folder.raw, "change", 0) }
            try folder.sync()
        } catch {
            throw Complaint(error, at: change)
        }
    }

    private static func isBefore(_ left: (key: String, value: [UInt8]?), _ right: (key: String, value: [UInt8]?))
        -> Bool
    {
        func rank(_ path: String, _ isRemoved: Bool) -> Int {
            let order = [PolicyFiles.gateway, PolicyFiles.repositories, PolicyFiles.clients, PolicyFiles.keys]
            let place = order.firstIndex { path.hasPrefix($0) } ?? order.count
            return isRemoved ? -place : place + 1
        }
        return (rank(left.key, left.value == nil), left.key) < (rank(right.key, right.value == nil), right.key)
    }

    private static func remove(_ path: String) throws(SystemCallError) {
        let parts = path.split(separator: "/")
        let parent = try Descriptor.at("/" + parts.dropLast().joined(separator: "/"), O_RDONLY | O_DIRECTORY)
        do throws(SystemCallError) {
            try retrying("unlinkat") { unsafe unlinkat(parent.raw, String(parts.last ?? ""), 0) }
        } catch {
            if error.code != ENOENT { throw error }
        }
        try parent.sync()
    }
}

extension Journal {
    private static let heading = "# written by postern: a change of the policy on its way"

    /// A line for the act, then for each file a line `PATH LENGTH` and the bytes; `-` for the length of one that is
    /// removed.
    private static func bytes(of entry: Entry) -> [UInt8] {
        var bytes = Array("\(heading)\n\(entry.act)\n".utf8)
        for (path, content) in entry.files.sorted(by: { $0.key < $1.key }) {
            bytes.append(contentsOf: "\(path) \(content.map { "\($0.count)" } ?? "-")\n".utf8)
            bytes.append(contentsOf: content ?? [])
        }
        return bytes
    }

    private func read(_ path: String) throws(Complaint) -> Entry? {
        guard let bytes = try PolicyText.bytes(path) else { return nil }
        guard let entry = Self.entry(bytes[...]) else {
            throw Complaint("\(Escaped.text(path)): this is damaged", hint: "look at it, and remove it")
        }
        return entry
    }

    private static func entry(_ bytes: ArraySlice<UInt8>) -> Entry? {
        var rest = bytes
        func line() -> String? {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            defer { rest = rest[(end + 1)...] }
            return String(decoding: rest[..<end], as: UTF8.self)
        }
        guard line() == heading, let act = line() else { return nil }
        var files: [String: [UInt8]?] = [:]
        while !rest.isEmpty {
            guard let words = line()?.split(separator: " "), words.count == 2 else { return nil }
            if words[1] == "-" {
                files.updateValue(nil, forKey: String(words[0]))
                continue
            }
            guard let length = Int(words[1]), length >= 0, length <= rest.count else { return nil }
            files.updateValue(Array(rest.prefix(length)), forKey: String(words[0]))
            rest = rest.dropFirst(length)
        }
        return Entry(act: act, files: files)
    }
}
