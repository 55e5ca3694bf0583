internal import Glibc

/// What this machine calls itself.
enum HostName {
    /// Source: gethostname(2).
    static var own: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&buffer, 255) == 0 else { return "GATEWAY" }
        let name = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return name.isEmpty ? "GATEWAY" : Escaped.text(name)
    }
}
