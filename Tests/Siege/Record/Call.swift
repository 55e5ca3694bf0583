/// One system call of a record.
public struct Call: Sendable {
    /// Which session of the record, and which thread in it.
    public let thread: Thread
    /// For example `renameat2`.
    public let name: String
    /// What it was given, and, for `read`, what it gave.
    public let arguments: [Argument]
    /// What it returned; `nil` where its thread was killed in it.
    public let result: Int?
    /// The path of the descriptor that it returned.
    public let resultPath: String?
    /// When it began, in lines of the record.
    public let entered: Int
    /// When it was over.
    public let left: Int

    /// A thread of one session.
    public struct Thread: Hashable, Sendable {
        /// The session's number.
        public let session: Int
        /// The kernel's number.
        public let number: Int
    }

    /// One argument.
    public enum Argument: Hashable, Sendable {
        /// A string or a buffer.
        case bytes([UInt8])
        /// A descriptor with the path that it had.
        case descriptor(Int, path: String)
        /// Anything else, as strace writes it.
        case word(String)
    }

    /// Whether it did what it should.
    public var succeeded: Bool { (result ?? -1) >= 0 }

    /// Whether it is about a descriptor whose path has `part` in it, or ends with that.
    public func isOn(_ part: String) -> Bool {
        guard case .descriptor(_, let path)? = arguments.first else { return false }
        return part.hasSuffix("/") ? path.contains(part) : path.hasSuffix(part)
    }

    /// The buffer or text at an index.
    func bytes(_ index: Int) throws(SiegeError) -> [UInt8] {
        guard index < arguments.count, case .bytes(let bytes) = arguments[index] else { throw misread(index) }
        return bytes
    }

    /// The same, as text.
    func text(_ index: Int) throws(SiegeError) -> String { String(decoding: try bytes(index), as: UTF8.self) }

    /// The path of the descriptor at an index.
    func path(_ index: Int) throws(SiegeError) -> String {
        guard index < arguments.count, case .descriptor(_, let path) = arguments[index] else { throw misread(index) }
        return path
    }

    /// The number of the descriptor at an index; `nil` where it is none.
    func descriptor(_ index: Int) -> Int? {
        guard index < arguments.count, case .descriptor(let number, _) = arguments[index] else { return nil }
        return number
    }

    /// The number at an index.
    func number(_ index: Int) throws(SiegeError) -> Int {
        guard index < arguments.count, case .word(let word) = arguments[index], let number = Int(word) else {
            throw misread(index)
        }
        return number
    }

    /// The flags at an index, or none where there are fewer arguments.
    func flags(_ index: Int) -> Set<String> {
        guard index < arguments.count, case .word(let word) = arguments[index] else { return [] }
        return Set(word.split(separator: "|").map(String.init))
    }

    /// The flags in the structure of openat2(2) at an index.
    func flags(inStructure index: Int) throws(SiegeError) -> Set<String> {
        guard index < arguments.count, case .word(let word) = arguments[index], word.hasPrefix("{flags=") else {
            throw misread(index)
        }
        return Set(word.dropFirst(7).prefix { $0 != "," && $0 != "}" }.split(separator: "|").map(String.init))
    }

    /// The path that a folder at `index` and a text after it mean.
    func path(at index: Int) throws(SiegeError) -> String {
        let text = try text(index + 1)
        return text.hasPrefix("/") ? text : "\(try path(index))/\(text)"
    }

    private func misread(_ index: Int) -> SiegeError { .record("\(name), argument \(index) at line \(entered)") }
}
