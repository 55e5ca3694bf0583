internal import CTOML

/// One value of a file, and the line on which it stands.
struct Entry: Hashable, Sendable {
    /// What TOML knows.
    enum Value: Hashable, Sendable {
        case text(String)
        case integer(Int64)
        case real(Double)
        case flag(Bool)
        case date(year: Int, month: Int, day: Int)
        /// A time of day, or a day with one: no key takes it.
        case time
        case list([Entry])
        case table([Member])
    }

    /// One key of a table.
    struct Member: Hashable, Sendable {
        let key: String
        let line: Int
        let entry: Entry
    }

    let value: Value

    /// Counted from 1.
    let line: Int
}

extension Entry {
    /// Parses a whole file.
    ///
    /// - Throws: the one thing that makes it no TOML.
    static func parse(_ bytes: [UInt8]) throws(Complaints) -> Entry {
        var problem = ctoml_problem()
        let document = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe buffer.withMemoryRebound(to: CChar.self) { text in
                unsafe ctoml_parse(text.baseAddress, text.count, &problem)
            }
        }
        guard let document = unsafe document else {
            throw Complaints(Int(problem.line), "this is no TOML: \(shown(message(of: problem)))")
        }
        defer { unsafe ctoml_free(document) }
        var count = 0
        let first = unsafe ctoml_nodes(document, &count)
        return unsafe Entry(UnsafeBufferPointer(start: first, count: count), 0)
    }

    /// Copies the node at `index`, and all below it; the depth is bounded by `CTOML_MAX_DEPTH`.
    private init(_ nodes: UnsafeBufferPointer<ctoml_node>, _ index: Int) {
        let node = unsafe nodes[index]
        let children = unsafe node.first..<(node.first + node.count)
        value =
            switch unsafe node.kind {
            case ctoml_kind_table:
                .table(
                    children.map { child in
                        unsafe Member(
                            key: String(nodes[child].key), line: Int(nodes[child].key_line),
                            entry: Entry(nodes, child))
                    })
            case ctoml_kind_array: .list(children.map { unsafe Entry(nodes, $0) })
            case ctoml_kind_text: unsafe .text(String(node.text))
            case ctoml_kind_integer: unsafe .integer(node.integer)
            case ctoml_kind_real: unsafe .real(node.real)
            case ctoml_kind_flag: unsafe .flag(node.flag)
            case ctoml_kind_date:
                unsafe .date(year: Int(node.year), month: Int(node.month), day: Int(node.day))
            default: .time
            }
        line = unsafe Int(node.line)
    }

    private static func message(of problem: ctoml_problem) -> String {
        unsafe withUnsafeBytes(of: problem.message) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

extension String {
    fileprivate init(_ text: ctoml_text) {
        let bytes = unsafe UnsafeBufferPointer(start: text.bytes, count: text.length)
        self = unsafe bytes.withMemoryRebound(to: UInt8.self) { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
