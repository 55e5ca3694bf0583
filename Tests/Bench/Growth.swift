internal import Glibc
internal import Peer

/// What a session costs as everything around it grows by 10 and by 100 times.
struct Growth {
    private let options: Options
    private let steps: [Int]

    /// One thing that grows: how many there are at first, and what makes them.
    private struct Dimension {
        let name: String
        let first: Int
        let fill: (Gateway, Int) throws -> Void
        /// Sessions that are open beside the one that is measured.
        var crowd: (Int) -> Int = { _ in 0 }
    }

    /// What one step cost.
    private struct Cost {
        let start: Double
        let processor: Double
        let memory: Double
        let ledgerProcessor: Double
        let ledgerMemory: Double
    }

    init(_ options: Options) throws {
        self.options = options
        steps = options.isQuick ? [1, 10] : [1, 10, 100]
    }

    /// Measures each dimension, prints, and replaces the page's figures.
    func run() throws {
        var table = Table([
            "what grows", "to", "first answer", "session's CPU", "session's memory", "ledger's CPU", "ledger's memory",
        ])
        for dimension in dimensions where options.only.isEmpty || dimension.name.contains(options.only) {
            for step in steps {
                Text.say("measuring: \(dimension.first * step) \(dimension.name)")
                let cost = try measure(dimension, dimension.first * step)
                table.add([
                    dimension.name, "\(dimension.first * step)", Text.time(cost.start), Text.time(cost.processor),
                    Text.mebibytes(cost.memory), Text.time(cost.ledgerProcessor), Text.mebibytes(cost.ledgerMemory),
                ])
            }
        }
        Text.say(table.text)
        if !options.page.isEmpty { try Page(options.page).replace("growth", with: table.text) }
    }

    private var dimensions: [Dimension] {
        [
            Dimension(name: "packs in the repository", first: 2000) { gateway, count in
                try Shelf(gateway.folder(of: "grow")).fill(count)
            },
            Dimension(name: "repositories, each with its client", first: 50) { gateway, count in
                for number in 0..<count { try gateway.write("other\(number)") }
            },
            Dimension(name: "rows of the trail", first: 5000) { gateway, count in
                try LedgerRows.fill(gateway, rows: count)
            },
            Dimension(name: "sessions at once", first: 1, fill: { _, _ in }, crowd: { $0 - 1 }),
        ]
    }

    /// The median of five sessions, each of which asks for a list, stores a small object, and asks for it 100 times.
    private func measure(_ dimension: Dimension, _ count: Int) throws -> Cost {
        let folder = Tool.firstLine(["mktemp", "-d", "/tmp/postern-bench-XXXXXX"]) ?? "/tmp/postern-bench"
        defer { try? Tool.remove(folder) }
        let gateway = try Gateway(options.programs, in: folder)
        try gateway.prepare("grow")
        try dimension.fill(gateway, count)
        let crowd = try (0..<dimension.crowd(count)).map { _ in
            let peer = try gateway.open("grow")
            _ = try peer.ask("HEAD", "/config")
            return peer
        }
        let costs = try (0..<5).map { try session(gateway, UInt64($0)) }
        for peer in crowd { _ = try Load(peer: peer).end() }
        return Cost(
            start: costs.map(\.start).median, processor: costs.map(\.processor).median,
            memory: costs.map(\.memory).median, ledgerProcessor: costs.map(\.ledgerProcessor).median,
            ledgerMemory: costs.map(\.ledgerMemory).median)
    }

    private func session(_ gateway: Gateway, _ seed: UInt64) throws -> Cost {
        let before = try gateway.processorTimeBeside()
        let start = ContinuousClock.now
        let peer = try gateway.open("grow")
        guard try peer.ask("HEAD", "/config").status == 200 else { throw Trouble(peer.standardError) }
        let time = (ContinuousClock.now - start).inSeconds
        guard try peer.ask("GET", "/data/").status == 200 else { throw Trouble(peer.standardError) }
        let body = Pack.noise(count: 1 << 20, seed: seed)
        let path = "/data/\(try Pack.sum(of: body))"
        guard try peer.ask("POST", path, body: body).status == 200 else { throw Trouble(peer.standardError) }
        try Load(peer: peer).repeated("HEAD", path, count: 100)
        let memory = try Processes.memory("VmHWM", of: peer.processID ?? 0)
        let processor = try Load(peer: peer).end()
        return Cost(
            start: time, processor: processor, memory: memory,
            ledgerProcessor: try gateway.processorTimeBeside() - before,
            ledgerMemory: try Processes.memory("VmRSS", of: gateway.ledger.processID ?? 0))
    }
}
