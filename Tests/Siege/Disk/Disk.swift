/// A disk as the kernel promises it, and no better: what a program wrote is there after a power cut as far as fsync(2)
/// or fdatasync(2) of the file came after it; a name is there, or gone, as far as fsync(2) of its folder did.
///
/// It keeps all that was ever done, with times, so that it can be looked at as of any moment (``Moment``).
public struct Disk {
    /// A file or folder: what was done to it, in order.
    struct Node {
        var isFolder: Bool
        var writes: [Write] = []
        var names: [Naming] = []
        var flushes: [Flush] = []
        /// Those of `names` by which one comes to a file: 250 of the 256 folders of `data` never hold one.
        var leading: [Int] = []
        /// What it holds now, while the record is read.
        var children: [String: Int] = [:]
        /// Where write(2) without an offset goes on.
        var position = 0
    }

    /// A change of a file's bytes. A call that was begun may have happened; only one that was over is sure to.
    struct Write {
        let entered: Int
        let left: Int
        let change: Change

        enum Change {
            case bytes([UInt8], at: Int)
            case length(Int)
        }
    }

    /// A change of a folder: the name stands for this node from now on, or for none.
    struct Naming {
        let entered: Int
        let left: Int
        let name: String
        let node: Int?
    }

    /// A flush that succeeded: what was over before it began is safe when it is over.
    struct Flush {
        let entered: Int
        let left: Int
    }

    private(set) var nodes: [Node] = []
    /// Folders that were there, empty and safe, before the record begins.
    let roots: [String: Int]
    /// When something changed, or became safe.
    private(set) var times: Set<Int> = [-1]

    /// Reads what a record did below `roots`.
    ///
    /// - Throws: ``SiegeError/record(_:)`` where a call does there what this model does not know.
    public init(_ record: Record, roots: [String]) throws(SiegeError) {
        self.roots = Dictionary(uniqueKeysWithValues: zip(roots, 0...))
        nodes = roots.map { _ in Node(isFolder: true) }
        for call in record.calls where call.succeeded { try enter(call) }
        for root in self.roots.values { _ = leads(root) }
    }

    /// Whether one comes to a file by this node; finds out which names lead to one, and when they changed.
    private mutating func leads(_ number: Int) -> Bool {
        let node = nodes[number]
        guard node.isFolder else { return true }
        let names = Set(node.names.filter { $0.node.map { leads($0) } ?? false }.map(\.name))
        nodes[number].leading = node.names.indices.filter { names.contains(node.names[$0].name) }
        for naming in nodes[number].leading.map({ node.names[$0] }) { times.formUnion([naming.entered, naming.left]) }
        if !names.isEmpty { times.formUnion(node.flushes.map(\.left)) }
        return !names.isEmpty
    }

    private mutating func enter(_ call: Call) throws(SiegeError) {
        switch call.name {
        case "openat": try open(call, try call.path(at: 0), call.flags(2))
        case "openat2": try open(call, try call.path(at: 0), try call.flags(inStructure: 2))
        case "open": try open(call, try call.text(0), call.flags(1))
        case "write": try write(call, nil)
        case "pwrite64": try write(call, try call.number(3))
        case "ftruncate": try change(call, .length(try call.number(1)))
        case "fsync", "fdatasync": try flush(call)
        case "mkdirat": try make(call, try call.path(at: 0), isFolder: true)
        case "mkdir": try make(call, try call.text(0), isFolder: true)
        case "renameat2", "renameat": try move(call, try call.path(at: 0), try call.path(at: 2))
        case "rename": try move(call, try call.text(0), try call.text(1))
        case "linkat": try link(call, try call.path(at: 0), try call.path(at: 2))
        case "unlinkat": try unname(call, try call.path(at: 0))
        case "unlink", "rmdir": try unname(call, try call.text(0))
        case "read", "close", "execve": break
        case "mmap": try map(call)
        default: try refuse(call)
        }
    }

    /// Writing to memory is no system call. SQLite shares its index of the log that way, which is made anew after a
    /// crash; nothing else may be written so.
    private func map(_ call: Call) throws(SiegeError) {
        guard call.flags(2).contains("PROT_WRITE"), call.flags(3).contains("MAP_SHARED"), call.descriptor(4) != nil,
            try node(try call.path(4)) != nil, try !call.path(4).hasSuffix("-shm")
        else { return }
        throw .record("\(try call.path(4)) is written through memory")
    }

    private func refuse(_ call: Call) throws(SiegeError) {
        for argument in call.arguments {
            let path: String
            switch argument {
            case .descriptor(_, let named): path = named
            case .bytes(let bytes): path = String(decoding: bytes, as: UTF8.self)
            case .word: continue
            }
            if roots.keys.contains(where: { path == $0 || path.hasPrefix($0 + "/") }) {
                throw .record("\(call.name) of \(path) at line \(call.entered) is not known")
            }
        }
    }
}

extension Disk {
    /// The node of a path, as of the calls that were read so far; `nil` outside of the roots and where nothing is.
    private func node(_ path: String) throws(SiegeError) -> Int? {
        guard let (folder, name) = try parent(path) else { return roots[path] }
        return nodes[folder].children[name]
    }

    /// The folder that holds a path, and its name there; `nil` outside of the roots.
    private func parent(_ path: String) throws(SiegeError) -> (folder: Int, name: String)? {
        guard let root = roots.keys.first(where: { path.hasPrefix($0 + "/") }), var node = roots[root] else {
            return nil
        }
        var parts = path.dropFirst(root.count).split(separator: "/").filter { $0 != "." }
        guard let name = parts.popLast() else { return nil }
        for part in parts {
            guard let next = nodes[node].children[String(part)] else { throw .record("no folder for \(path)") }
            node = next
        }
        return (node, String(name))
    }

    private mutating func name(_ call: Call, _ folder: Int, _ name: String, _ node: Int?) {
        nodes[folder].children[name] = node
        nodes[folder].names.append(Naming(entered: call.entered, left: call.left, name: name, node: node))
    }

    private mutating func make(_ call: Call, _ path: String, isFolder: Bool) throws(SiegeError) {
        guard let (folder, name) = try parent(path) else { return }
        nodes.append(Node(isFolder: isFolder))
        self.name(call, folder, name, nodes.count - 1)
    }

    private mutating func open(_ call: Call, _ path: String, _ flags: Set<String>) throws(SiegeError) {
        if !flags.isDisjoint(with: ["O_TMPFILE", "O_APPEND", "O_DIRECT"]) { try refuse(call) }
        guard let existing = try node(path) else {
            if flags.contains("O_CREAT") { try make(call, path, isFolder: false) }
            return
        }
        if flags.contains("O_TRUNC") { change(call, existing, .length(0)) }
        nodes[existing].position = 0
    }

    private mutating func write(_ call: Call, _ offset: Int?) throws(SiegeError) {
        guard call.descriptor(0) != nil, let count = call.result, let node = try node(try call.path(0)) else { return }
        let bytes = Array(try call.bytes(1).prefix(count))
        change(call, node, .bytes(bytes, at: offset ?? nodes[node].position))
        if offset == nil { nodes[node].position += count }
    }

    private mutating func change(_ call: Call, _ change: Write.Change) throws(SiegeError) {
        if let node = try node(try call.path(0)) { self.change(call, node, change) }
    }

    private mutating func change(_ call: Call, _ node: Int, _ change: Write.Change) {
        nodes[node].writes.append(Write(entered: call.entered, left: call.left, change: change))
        times.formUnion([call.entered, call.left])
    }

    private mutating func flush(_ call: Call) throws(SiegeError) {
        guard let node = try node(try call.path(0)) else { return }
        nodes[node].flushes.append(Flush(entered: call.entered, left: call.left))
        if !nodes[node].isFolder { times.insert(call.left) }
    }

    private mutating func move(_ call: Call, _ old: String, _ new: String) throws(SiegeError) {
        guard let (from, oldName) = try parent(old), let (to, newName) = try parent(new),
            let node = nodes[from].children[oldName]
        else { return }
        name(call, to, newName, node)
        name(call, from, oldName, nil)
    }

    private mutating func link(_ call: Call, _ old: String, _ new: String) throws(SiegeError) {
        guard let node = try node(old), let (folder, name) = try parent(new) else { return }
        self.name(call, folder, name, node)
    }

    private mutating func unname(_ call: Call, _ path: String) throws(SiegeError) {
        guard let (folder, name) = try parent(path), nodes[folder].children[name] != nil else { return }
        self.name(call, folder, name, nil)
    }
}
