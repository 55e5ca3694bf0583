import Foundation
import Testing

/// One case of `Tests/Vectors/policy`; the README there tells its form.
struct PolicyVector: CustomTestStringConvertible, Sendable {
    let name: String
    let expect: String
    let hint: String?
    let files: [String: String]

    var testDescription: String { name }

    /// Every case, by name.
    static func all() throws -> [PolicyVector] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Vectors/policy")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return try names.map { try PolicyVector(String(contentsOf: folder.appending(path: $0), encoding: .utf8), $0) }
    }

    private init(_ text: String, _ name: String) throws {
        var headers: [String: String] = [:]
        var files = Self.base
        var part: String?
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("--- ") {
                let path = String(line.dropFirst(4))
                files[path] = ""
                part = path
            } else if let part {
                files[part, default: ""] += line + "\n"
            } else if let colon = line.firstIndex(of: ":") {
                headers[String(line[..<colon])] = line[colon...].dropFirst().trimmingCharacters(in: .whitespaces)
            }
        }
        guard let expect = headers["expect"] else { throw CocoaError(.fileReadCorruptFile) }
        self.name = name
        self.expect = expect
        hint = headers["hint"]
        self.files = files
    }

    /// The smallest policy in which a client has a repository.
    static let base = [
        "postern.toml": """
        state = "/var/lib/postern"
        [storage.main]
        kind = "local"
        root = "/srv/backup"

        """,
        "clients.d/web1.toml": "repos = [\"web1\"]\n",
        "repos.d/web1.toml": "at = \"main:hosts/web1\"\n",
    ]
}
