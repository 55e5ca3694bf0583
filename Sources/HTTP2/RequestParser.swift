internal import CNghttp2

/// Builds a ``RequestHead`` from the fields of one header block, by the rules of RFC 9113, 8.2 and 8.3.
struct RequestParser {
    /// Why there is no head.
    enum Problem: Error {
        /// The rules do not hold: answered with 400.
        case malformed
        /// More than the limit: answered with 431. Source: RFC 6585, 5.
        case tooLarge
    }

    /// Bytes so far, 32 more a field. Source: RFC 9113, 6.5.2.
    private(set) var size = 0

    private let limit: Int
    private let isTrailer: Bool
    private var problem: Problem?
    private var method: String?
    private var path: String?
    private var scheme: String?
    private var authority: String?
    private var contentLength: Int?
    private var fields: [HeaderField] = []

    /// For a block of at most `limit` bytes; a trailer may have no pseudo fields.
    init(limit: Int, isTrailer: Bool) {
        self.limit = limit
        self.isTrailer = isTrailer
    }

    /// Takes one field; the first thing that is wrong is remembered, and nothing is kept after it.
    mutating func add(_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) {
        size += name.count + value.count + 32
        if size > limit { problem = .tooLarge }
        guard problem == nil else { return }
        do throws(Problem) {
            try unsafe check(name, value)
            let text = unsafe String(decoding: value, as: UTF8.self)
            if unsafe name.first == UInt8(ascii: ":") {
                try unsafe addPseudo(String(decoding: name, as: UTF8.self), text, value)
            } else {
                try unsafe addField(String(decoding: name, as: UTF8.self), text, value)
            }
        } catch {
            problem = error
        }
    }

    /// The head, once all fields were added.
    ///
    /// - Throws: the first thing that was wrong.
    func head(endStream: Bool) throws(Problem) -> RequestHead {
        if let problem { throw problem }
        guard let method, let path, scheme != nil else { throw .malformed }
        if endStream, let contentLength, contentLength > 0 { throw .malformed }
        return RequestHead(
            method: method, path: path, contentLength: contentLength, endStream: endStream, fields: fields)
    }

    /// Whether all was right in a trailer; what it said is of no interest.
    var isGoodTrailer: Bool { problem == nil }

    private func check(
        _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>
    ) throws(Problem) {
        guard unsafe nghttp2_check_header_name(name.baseAddress, name.count) != 0,
            unsafe nghttp2_check_header_value_rfc9113(value.baseAddress, value.count) != 0
        else { throw .malformed }
    }

    private mutating func addPseudo(
        _ name: String, _ text: String, _ value: UnsafeBufferPointer<UInt8>
    ) throws(Problem) {
        guard !isTrailer, fields.isEmpty, contentLength == nil else { throw .malformed }
        switch name {
        case ":method":
            guard method == nil, unsafe nghttp2_check_method(value.baseAddress, value.count) != 0 else {
                throw .malformed
            }
            method = text
        case ":path":
            guard path == nil, !text.isEmpty, unsafe value.allSatisfy({ (0x21...0x7e).contains($0) }) else {
                throw .malformed
            }
            path = text
        case ":scheme":
            guard scheme == nil, !text.isEmpty else { throw .malformed }
            scheme = text
        case ":authority":
            guard authority == nil else { throw .malformed }
            authority = text
        default: throw .malformed
        }
    }

    private mutating func addField(
        _ name: String, _ text: String, _ value: UnsafeBufferPointer<UInt8>
    ) throws(Problem) {
        switch name {
        case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade": throw .malformed
        case "te" where text.lowercased() != "trailers": throw .malformed
        case "content-length" where !isTrailer:
            guard let length = unsafe Self.length(value), contentLength == nil || contentLength == length else {
                throw .malformed
            }
            contentLength = length
        default: break
        }
        fields.append(HeaderField(name, text))
    }

    /// Digits and nothing else; nil also where no `Int` holds it. Source: RFC 9110, 8.6.
    private static func length(_ digits: UnsafeBufferPointer<UInt8>) -> Int? {
        guard !digits.isEmpty, unsafe digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return unsafe Int(String(decoding: digits, as: UTF8.self))
    }
}
