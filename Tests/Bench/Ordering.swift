internal import Glibc
internal import Linux
internal import Peer

/// The functions that a gate and a ledger run, so that the linker can put them together.
struct Ordering {
    private let options: Options

    init(_ options: Options) { self.options = options }

    /// Runs both under callgrind, and writes the names.
    func run() throws {
        let folder = Tool.firstLine(["mktemp", "-d", "/tmp/postern-bench-XXXXXX"]) ?? "/tmp/postern-bench"
        defer { try? Tool.remove(folder) }
        let callgrind = try Callgrind(in: folder)
        let gateway = try Gateway(
            options.programs, in: folder, ledger: callgrind.conduct(writing: "\(folder)/ledger.out"))
        try gateway.prepare("order")
        let load = Load(
            peer: try gateway.open("order", limitedBy: callgrind.conduct(writing: "\(folder)/gate.out")))
        let pack = try Pack(0)
        try load.store([pack])
        try load.read([pack])
        try load.repeated("HEAD", pack.path, count: 10)
        _ = try load.peer.ask("GET", "/data/")
        _ = try load.end()
        gateway.ledger.signal(SIGTERM)
        _ = try gateway.ledger.wait()
        let names = try ["gate", "ledger"].reduce(into: Set<String>()) { names, program in
            names.formUnion(try Self.names(in: "\(folder)/\(program).out"))
        }
        Text.say("\(names.count) functions")
        if !options.page.isEmpty { try Tool.write(names.sorted().joined(separator: "\n") + "\n", to: options.page) }
    }

    /// The names in callgrind's file: `fn=(NUMBER) NAME`, or `cfn=`, with `'2` behind those that call themselves.
    private static func names(in path: String) throws -> Set<String> {
        let bytes = try Descriptor.at(path, O_RDONLY).readAll(limit: 64 << 20)
        var names: Set<String> = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            guard line.hasPrefix("fn=") || line.hasPrefix("cfn="), let word = line.split(separator: " ").last,
                word.hasPrefix("$s") || word.hasPrefix("_Z") || word.hasPrefix("swift_") || word.hasPrefix("_swift"),
                let name = word.split(separator: "'").first
            else { continue }
            names.insert(String(name))
        }
        return names
    }
}
