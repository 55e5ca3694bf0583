internal import Glibc
internal import Peer

/// Counts the instructions of fixed workloads under callgrind: figures that neither the machine nor its other users
/// change by much. What the kernel does is not in them.
struct Instructions {
    private let options: Options
    private let folder: String
    private let gateway: Gateway
    private let callgrind: Callgrind

    init(_ options: Options) throws {
        self.options = options
        folder = Tool.firstLine(["mktemp", "-d", "/tmp/postern-bench-XXXXXX"]) ?? "/tmp/postern-bench"
        gateway = try Gateway(options.programs, in: folder)
        callgrind = try Callgrind(in: folder)
    }

    /// Counts, prints, and replaces the page's figures.
    func run() throws {
        defer { try? Tool.remove(folder) }
        try gateway.prepare("count")
        let packs = try (0..<4).map { try Pack($0) }
        let shelf = Shelf(gateway.folder(of: "count"))
        var table = Table(["workload, with a session around it", "instructions"])
        let idle = try count { _ in }
        table.add(["a session that does nothing", Self.millions(idle)])
        table.add(["upload of 4 packs of 16 MiB", Self.millions(try count { try $0.store(packs) })])
        table.add(["download of the same", Self.millions(try count { try $0.read(packs) })])
        try shelf.fill(5000)
        let small = try count { load in
            try load.repeated("HEAD", packs[0].path, count: 2000)
            _ = try load.peer.ask("GET", "/data/")
        }
        table.add(["2,000 HEAD, and a list of 5,004 packs", Self.millions(small)])
        Text.say(table.text)
        if !options.page.isEmpty { try Page(options.page).replace("instructions", with: table.text) }
    }

    /// Runs one session under callgrind.
    private func count(_ work: (Load) throws -> Void) throws -> Double {
        let load = Load(peer: try gateway.open("count", limitedBy: callgrind.conduct()))
        guard try load.peer.ask("HEAD", "/config").status == 200 else { throw Trouble(load.peer.standardError) }
        try work(load)
        _ = try load.end()
        for line in load.peer.standardError.split(separator: "\n") where line.contains("Collected : ") {
            if let word = line.split(separator: " ").last, let number = Double(word) { return number }
        }
        throw Trouble("callgrind counted nothing: \(load.peer.standardError.suffix(400))")
    }

    private static func millions(_ count: Double) -> String { "\(Text.decimal(count / 1e6, 1)) million" }
}
