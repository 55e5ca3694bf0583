internal import Glibc

/// Where a program speaks to people. Lines that nobody reads are lost: there is nobody to be told.
public enum StandardError {
    /// Writes the lines in one piece, each with an end of line.
    public static func say(_ lines: String...) {
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
    }
}
