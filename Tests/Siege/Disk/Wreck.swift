/// What is on a ``Disk`` after the power was cut at a moment: folders, and files with what became of their bytes.
public struct Wreck {
    private let disk: Disk
    private let moment: Int
    private let survival: Survival

    /// Cuts the power after the record's line `moment`.
    public init(_ disk: Disk, at moment: Int, _ survival: Survival) {
        self.disk = disk
        self.moment = moment
        self.survival = survival
    }

    /// A file, and which of its changes survived. Two equal ones have the same bytes.
    struct File: Hashable {
        let node: Int
        /// The changes that survived, by their numbers; zeros where only the length did.
        let kept: [Int]
        let zeros: [Int]
    }

    /// The names in a folder; `leading`: only those by which one comes to a file.
    private func names(in folder: Int, leading: Bool) -> [String: Int] {
        let node = disk.nodes[folder]
        let safe = flushed(node)
        var names: [String: Int] = [:]
        for index in leading ? node.leading : Array(node.names.indices) {
            let naming = node.names[index]
            guard naming.entered <= moment,
                naming.left < safe || survival.keeps(folder, index, isName: true)
            else { continue }
            names[naming.name] = naming.node
        }
        return names
    }

    /// A file's bytes, as far as they survived.
    func file(_ number: Int) -> File {
        let node = disk.nodes[number]
        let safe = flushed(node)
        var kept: [Int] = []
        var zeros: [Int] = []
        for (index, write) in node.writes.enumerated() where write.entered <= moment {
            if write.left < safe || survival.keeps(number, index, isName: false) {
                kept.append(index)
            } else if survival == .namesAndLengths {
                zeros.append(index)
            }
        }
        return File(node: number, kept: kept, zeros: zeros)
    }

    /// All bytes of a file.
    func bytes(of file: File) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, write) in disk.nodes[file.node].writes.enumerated() {
            let isZero = file.zeros.contains(index)
            guard isZero || file.kept.contains(index) else { continue }
            switch write.change {
            case .length(let length): Self.resize(&bytes, length, shrink: true)
            case .bytes(let written, let offset):
                Self.resize(&bytes, offset + written.count, shrink: false)
                if !isZero { bytes.replaceSubrange(offset..<(offset + written.count), with: written) }
            }
        }
        return bytes
    }

    /// Walks all files below a root.
    ///
    /// - Parameters:
    ///   - root: one of the disk's.
    ///   - take: gets each file's path below the root, and the file.
    /// - Throws: what `take` throws.
    func forEachFile<Failure: Error>(
        below root: String, _ take: (String, File) throws(Failure) -> Void
    ) throws(Failure) {
        guard let node = disk.roots[root] else { return }
        try walk(node, "", take)
    }

    /// All folders below a root, each after the one that it lies in.
    func folders(below root: String) -> [String] {
        guard let node = disk.roots[root] else { return [] }
        var found: [String] = []
        collect(node, "", &found)
        return found
    }

    private func collect(_ folder: Int, _ path: String, _ found: inout [String]) {
        for (name, node) in names(in: folder, leading: false).sorted(by: { $0.key < $1.key })
        where disk.nodes[node].isFolder {
            found.append(path + name)
            collect(node, "\(path)\(name)/", &found)
        }
    }

    private func walk<Failure: Error>(
        _ folder: Int, _ path: String, _ take: (String, File) throws(Failure) -> Void
    ) throws(Failure) {
        for (name, node) in names(in: folder, leading: true) {
            if disk.nodes[node].isFolder {
                try walk(node, "\(path)\(name)/", take)
            } else {
                try take(path + name, file(node))
            }
        }
    }

    /// What was over before this line is safe.
    private func flushed(_ node: Disk.Node) -> Int {
        node.flushes.filter { $0.left <= moment }.map(\.entered).max() ?? .min
    }

    private static func resize(_ bytes: inout [UInt8], _ length: Int, shrink: Bool) {
        if bytes.count < length {
            bytes += [UInt8](repeating: 0, count: length - bytes.count)
        } else if shrink {
            bytes.removeLast(bytes.count - length)
        }
    }
}
