internal import Foundation
internal import Glibc

/// What the cases see and do on the disk, behind the server's back.
extension Site {
    /// The bytes of a file of the repository; `nil` where there is none.
    func bytes(_ file: String) -> [UInt8]? {
        FileManager.default.contents(atPath: "\(repository)/\(file)").map { Array($0) }
    }

    /// Whether something has this name in the repository.
    func has(_ file: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: "\(repository)/\(file)")) != nil
    }

    /// The names in a folder of the repository, sorted.
    func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(repository)/\(folder)")) ?? []).sorted()
    }

    /// Everything that lies in the repository but folders, by its path in it.
    var files: Set<String> {
        Set((try? FileManager.default.subpathsOfDirectory(atPath: repository))?.filter { isFile($0) } ?? [])
    }

    private func isFile(_ name: String) -> Bool {
        let kind = try? FileManager.default.attributesOfItem(atPath: "\(repository)/\(name)")[.type]
        return kind as? FileAttributeType != .typeDirectory
    }

    /// Puts a file there, with the folders above it.
    func plant(_ bytes: [UInt8], at file: String) throws {
        let path = "\(repository)/\(file)"
        exempt(file)
        try makeFolder(above: path)
        try Data(bytes).write(to: URL(filePath: path))
        try giveAway(path)
    }

    /// Puts an object there.
    func plant(_ blob: Blob, as kind: String = "data") throws { try plant(blob.bytes, at: blob.file(kind)) }

    /// Puts a symbolic link there.
    func plantLink(to target: String, at file: String) throws {
        let path = "\(repository)/\(file)"
        exempt(file)
        try makeFolder(above: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }

    /// Takes away what has this name.
    func remove(_ file: String) throws { try FileManager.default.removeItem(atPath: "\(repository)/\(file)") }

    /// Sets the permissions.
    func permit(_ mode: Int, _ file: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: "\(repository)/\(file)")
    }

    private func makeFolder(above path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        guard !FileManager.default.fileExists(atPath: folder) else { return }
        try makeFolder(above: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try giveAway(folder)
    }

    /// What is planted belongs to whom the repository belongs.
    private func giveAway(_ path: String) throws {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: "\(repository)/.."),
            let owner = attributes[.ownerAccountID] as? NSNumber, owner.uint32Value != geteuid()
        else { return }
        _ = unsafe chown(path, owner.uint32Value, owner.uint32Value)
    }
}
