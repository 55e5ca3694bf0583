import Foundation
import Restic
import ResticFiles
import Trial

/// A repository that the real restic made, in a folder of its own.
struct Repository {
    let trial: Trial
    let path: String
    let key: MasterKey

    /// Makes one of this version of the format, with two snapshots.
    init(version: String) async throws {
        trial = try await Trial()
        path = "\(trial.folder)/repository"
        let variables = ["RESTIC_PASSWORD": "trial", "RESTIC_REPOSITORY": path]
        try await trial.run("restic", ["init", "--repository-version", version], variables: variables).required()
        let files = try await trial.makeFiles("files")
        for tag in ["one", "two"] {
            try await trial.run("sh", ["-c", "echo \(tag) >\(files)/\(tag)"]).required()
            try await trial.run(
                "restic", ["backup", "--no-cache", "--host", "web\"1", "--tag", tag, files], variables: variables
            ).required()
        }
        key = try MasterKey(keyFile: Self.files(in: "\(path)/keys")[0].bytes, password: Array("trial".utf8))
    }

    /// Runs restic on it.
    func restic(_ arguments: String...) async throws -> Run {
        try await trial.run(
            "restic", ["--no-cache", "-r", path] + arguments, variables: ["RESTIC_PASSWORD": "trial"])
    }

    /// All files below a folder of it.
    func files(_ kind: FileKind) throws -> [(path: String, name: FileName, bytes: [UInt8])] {
        try Self.files(in: "\(path)/\(kind.rawValue)")
    }

    private static func files(in folder: String) throws -> [(path: String, name: FileName, bytes: [UInt8])] {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
        return try walk.compactMap { $0 as? String }.compactMap { path in
            guard let name = path.split(separator: "/").last.flatMap({ FileName($0) }) else { return nil }
            return ("\(folder)/\(path)", name, Array(try Data(contentsOf: URL(filePath: "\(folder)/\(path)"))))
        }
    }
}
