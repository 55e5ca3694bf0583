/// One stored object of a repository.
public enum Object: Hashable, Sendable, CustomStringConvertible {
    /// The one file without a hash for a name.
    case config
    /// Any other.
    case file(FileKind, FileName)

    /// `config`, or the kind, a slash and the name; as the trail writes it.
    public var description: String {
        switch self {
        case .config: "config"
        case .file(let kind, let name): "\(kind.rawValue)/\(name.hex)"
        }
    }

    /// Whether it is a lock.
    public var isLock: Bool {
        if case .file(.locks, _) = self { true } else { false }
    }

    /// Reads what ``description`` wrote.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        if text == "config" {
            self = .config
            return
        }
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")),
            let kind = FileKind(rawValue: String(text[..<slash])),
            let name = FileName(text[text.utf8.index(after: slash)...])
        else { return nil }
        self = .file(kind, name)
    }
}
