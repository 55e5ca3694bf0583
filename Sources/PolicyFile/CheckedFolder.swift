internal import Glibc
internal import Linux

/// A folder of the policy, open, and found to be in trusted hands (``distrust(of:at:)``).
struct CheckedFolder: ~Copyable {
    /// The largest file that is read, in bytes.
    static let largest = 1 << 20

    /// As it was named, for errors.
    let path: String
    private let descriptor: Descriptor
    /// Files that count as if they were here, by their path in this folder.
    private let proposed: [String: [UInt8]?]

    /// Opens the folder at `path`.
    init(_ path: String, _ proposed: [String: [UInt8]?]) throws(PolicyFileError) {
        let descriptor = try attempt(path) { () throws(SystemCallError) in
            try Descriptor.at(path, O_RDONLY | O_DIRECTORY)
        }
        try self.init(descriptor, path, proposed)
    }

    private init(
        _ descriptor: consuming Descriptor, _ path: String, _ proposed: [String: [UInt8]?]
    ) throws(PolicyFileError) {
        let status = try attempt(path) { () throws(SystemCallError) in try descriptor.status() }
        if let problem = distrust(of: status, at: path) { throw PolicyFileError(problem) }
        self.path = path
        self.descriptor = descriptor
        self.proposed = proposed
    }

    /// Opens the folder `name` in this one.
    func folder(_ name: String) throws(PolicyFileError) -> CheckedFolder {
        let path = path(of: name)
        let descriptor = try attempt(path) { () throws(SystemCallError) in
            try self.descriptor.open(name, O_RDONLY | O_DIRECTORY)
        }
        let inside = proposed.filter { $0.key.hasPrefix("\(name)/") }
            .map { (String($0.key.dropFirst(name.count + 1)), $0.value) }
        return try CheckedFolder(descriptor, path, Dictionary(uniqueKeysWithValues: inside))
    }

    /// Reads a whole file, or gives `nil` where nothing of that name is there.
    ///
    /// A link that leads nowhere is no absence: that is a file somebody meant to be there.
    func read(_ name: String, limit: Int = largest) throws(PolicyFileError) -> [UInt8]? {
        if let bytes = proposed[name] { return bytes }
        let contents: Result<[UInt8], PolicyFileError>
        do throws(SystemCallError) {
            // Without O_NONBLOCK a pipe of that name would hold us for ever.
            contents = try self.contents(of: descriptor.open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY), name, limit)
        } catch {
            if error.code == ENOENT, try !contains(name) { return nil }
            throw PolicyFileError(unreadable(path(of: name), error))
        }
        return try contents.get()
    }

    private func contents(
        of file: borrowing Descriptor, _ name: String, _ limit: Int
    ) throws(SystemCallError) -> Result<[UInt8], PolicyFileError> {
        let status = try file.status()
        let path = path(of: name)
        guard status.kind == .regular else {
            return .failure(PolicyFileError(PolicyProblem(path, "this is not a regular file")))
        }
        if let problem = distrust(of: status, at: path) { return .failure(PolicyFileError(problem)) }
        return .success(try file.readAll(limit: limit))
    }

    /// When the file `name`, or what the link of that name leads to, was last changed, in nanoseconds since 1970.
    func changed(_ name: String) throws(PolicyFileError) -> Int64 {
        try attempt(path(of: name)) { () throws(SystemCallError) in
            try descriptor.open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY).status().changed
        }
    }

    /// When this folder, or a file in it, was last changed in any way, in nanoseconds since 1970.
    func touched() throws(PolicyFileError) -> Int64 {
        try attempt(path) { () throws(SystemCallError) in
            var latest = try descriptor.status().changed
            for name in try descriptor.names() { latest = max(latest, try descriptor.status(of: name).changed) }
            return latest
        }
    }

    /// All names in this folder, sorted.
    func names() throws(PolicyFileError) -> [String] {
        let names = try attempt(path) { () throws(SystemCallError) in try descriptor.names() }
        let here = proposed.filter { !$0.key.contains("/") }
        guard !here.isEmpty else { return names }
        let more = here.filter { $0.value != nil && !names.contains($0.key) }.map(\.key)
        return (names.filter { here[$0] != .some(nil) } + more).sorted()
    }

    /// The path of `name` in this folder, for errors.
    func path(of name: String) -> String { "\(path)/\(name)" }

    private func contains(_ name: String) throws(PolicyFileError) -> Bool {
        do throws(SystemCallError) {
            _ = try descriptor.status(of: name)
            return true
        } catch {
            if error.code == ENOENT { return false }
            throw PolicyFileError(unreadable(path(of: name), error))
        }
    }
}

private func attempt<Result: ~Copyable>(
    _ path: String, _ call: () throws(SystemCallError) -> Result
) throws(PolicyFileError) -> Result {
    do throws(SystemCallError) { return try call() } catch { throw PolicyFileError(unreadable(path, error)) }
}

private func unreadable(_ path: String, _ error: SystemCallError) -> PolicyProblem {
    let hint =
        switch error.code {
        case EFBIG: "a file of the policy has at most 1 MiB"
        case EACCES: "let the user of this process read it, for example by its group"
        case ENOENT: "postern init makes the folder of the policy"
        default: nil as String?
        }
    return PolicyProblem(path, "this cannot be read: \(error)", hint: hint)
}
