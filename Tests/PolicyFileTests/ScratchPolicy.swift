import Foundation
import PolicyFile

/// A policy folder of one test, in the hands of this user alone; gone when the test is over.
final class ScratchPolicy {
    let path: String

    /// Writes the files, by their paths inside the folder.
    init(_ files: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "postern-\(UUID().uuidString)").path
        for folder in ["", "/clients.d", "/repos.d"] {
            try FileManager.default.createDirectory(
                atPath: path + folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        }
        for (name, text) in files { try write(name, text) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes one file anew.
    func write(_ name: String, _ text: String) throws {
        try write(name, Data(text.utf8))
    }

    /// Writes one file anew.
    func write(_ name: String, _ bytes: Data) throws {
        try bytes.write(to: URL(filePath: "\(path)/\(name)"))
        try permit(name, 0o644)
    }

    /// Sets the permissions of one file or folder.
    func permit(_ name: String, _ permissions: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: "\(path)/\(name)")
    }

    /// The policy in it.
    var folder: PolicyFolder { PolicyFolder(path) }
}

extension ScratchPolicy {
    /// Writes the index of places as the coordinator would; a policy with problems gets none.
    func writeIndex() throws {
        guard let all = try? folder.all() else { return }
        try write(PlacesIndex.name, PlacesIndex.text(of: all.repositories))
    }
}
