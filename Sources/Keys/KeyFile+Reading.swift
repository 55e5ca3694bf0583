internal import Glibc
internal import Linux

extension KeyFile {
    /// Reads the file at `path`.
    ///
    /// - Throws: ``KeyError/file(path:_:)`` where it cannot be read, ``KeyError/line(file:line:_:)`` where it is damaged.
    public static func read(_ path: String) throws(KeyError) -> KeyFile {
        try KeyFile(parsing: try bytes(of: path), name: path)
    }

    /// Reads the text of a file. No line is ever skipped: what is not understood is an error.
    ///
    /// - Parameters:
    ///   - bytes: all of the file, at most 256 KiB.
    ///   - name: what errors call it.
    /// - Throws: ``KeyError/line(file:line:_:)`` with the first line that is damaged, foreign, or there twice;
    ///   ``KeyError/tooLong(limit:)``.
    public init(parsing bytes: [UInt8], name: String) throws(KeyError) {
        guard bytes.count <= Limits.fileBytes else { throw .tooLong(limit: Limits.fileBytes) }
        var reader = KeyFileReader(name: name)
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // Behind the last line's end there is no further line.
        if lines.last?.isEmpty == true { lines.removeLast() }
        for (index, line) in lines.enumerated() {
            try reader.read(TextLine(line), number: index + 1)
        }
        self = try reader.finish()
    }

    private static func bytes(of path: String) throws(KeyError) -> [UInt8] {
        do {
            return try Descriptor.at(path, O_RDONLY).readAll(limit: Limits.fileBytes)
        } catch {
            throw .file(path: PrintableText.of(path, limit: Limits.pathBytes), error)
        }
    }
}
