internal import Glibc
internal import Linux

/// The page of figures: each part lies between two comments, and is replaced as a whole.
struct Page {
    private let path: String

    init(_ path: String) { self.path = path }

    /// Replaces the part `name`.
    func replace(_ name: String, with text: String) throws {
        let page = String(decoding: try Descriptor.at(path, O_RDONLY).readAll(limit: 1 << 20), as: UTF8.self)
        let (start, end) = ("<!-- begin \(name) -->\n", "<!-- end \(name) -->")
        let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.firstIndex(of: start.dropLast()), let last = lines.firstIndex(of: Substring(end)),
            first < last
        else { throw Trouble("\(path) has no part \(name)") }
        let before = lines[...first].joined(separator: "\n")
        let after = lines[last...].joined(separator: "\n")
        try AtomicFile.write(Array("\(before)\n\(text)\n\(after)".utf8), to: path, mode: 0o644)
        Text.say("written to \(path)")
    }
}
