/// Everything that a client can ask for.
///
/// Source: restic `doc/REST_backend.rst`.
public enum Request: Hashable, Sendable {
    case createRepository
    case deleteRepository
    case list(FileKind)
    case stat(Object)
    case load(Object)
    case save(Object)
    case remove(Object)
}

/// Why a method and a path are no ``Request``.
public enum RequestError: Error, Hashable, Sendable {
    /// No such path.
    case unknownPath
    /// The path is known; these methods go with it, as the header `Allow` lists them.
    case unknownMethod(allowed: String)
    /// `POST /` without `create=true`.
    case createMissing
}

extension Request {
    /// Parses the raw method and path of one request, anchored at both ends: what does not match to the letter is no
    /// request. Nothing is decoded, folded or trimmed.
    ///
    /// - Parameters:
    ///   - method: for example `GET`.
    ///   - path: the path with its query, for example `/data/0123…`.
    /// - Throws: ``RequestError``.
    public init(method: some StringProtocol, path: some StringProtocol) throws(RequestError) {
        // One kind of text from here on: code that is for any kind costs ten times as much.
        self = try Self.parse(String(method), String(path))
    }

    private static func parse(_ method: String, _ path: String) throws(RequestError) -> Request {
        // Printable ASCII alone: a combining mark behind a slash would make one character of both.
        guard path.utf8.count <= Limits.path, path.utf8.first == UInt8(ascii: "/"),
            path.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { throw .unknownPath }
        let rest = path.dropFirst()
        if rest.isEmpty || rest.utf8.first == UInt8(ascii: "?") {
            return try root(method, query: String(rest))
        } else if let object = Object(rest) {
            return try Self.object(method, object)
        } else if rest.hasSuffix("/"), let kind = FileKind(rawValue: String(rest.dropLast())) {
            guard method == "GET" else { throw .unknownMethod(allowed: "GET") }
            return .list(kind)
        } else {
            throw .unknownPath
        }
    }

    private static func root(_ method: String, query: String) throws(RequestError) -> Request {
        guard query.isEmpty || query == "?create=true" else { throw .unknownPath }
        switch method {
        case "POST" where query.isEmpty: throw .createMissing
        case "POST": return .createRepository
        case "DELETE" where query.isEmpty: return .deleteRepository
        default: throw .unknownMethod(allowed: "POST, DELETE")
        }
    }

    private static func object(_ method: String, _ object: Object) throws(RequestError) -> Request {
        switch method {
        case "GET": .load(object)
        case "HEAD": .stat(object)
        case "POST": .save(object)
        case "DELETE": .remove(object)
        default: throw .unknownMethod(allowed: "DELETE, GET, HEAD, POST")
        }
    }
}
