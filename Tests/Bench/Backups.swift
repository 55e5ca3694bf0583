internal import Glibc
internal import Linux

/// The real restic: `backup` and `restore` of one large file and of very many small ones.
enum Backups {
    static func ofNoise(_ field: Field) throws -> [Row] {
        let mebibytes = field.options.isQuick ? 128 : 1024
        return try compare(field, "\(mebibytes) MiB of noise", field.runs) { try large($0, mebibytes: mebibytes) }
    }

    static func ofSmallFiles(_ field: Field) throws -> [Row] {
        let files = field.options.isQuick ? 2000 : 100_000
        return try compare(field, "\(files) small files", field.options.isQuick ? 1 : 2) { try small($0, files) }
    }

    private static func compare(
        _ field: Field, _ what: String, _ runs: Int, make: (String) throws -> Void
    ) throws -> [Row] {
        guard Tool.firstLine(["restic", "version"]) != nil else {
            return [.unknown("restic backup of \(what)", "", "restic is missing; run: apt-get install restic")]
        }
        let source = "\(field.folder)/source"
        try make(source)
        defer { try? Tool.remove(source) }
        let results = try field.alternate(runs) { contender, _ in
            let client = Restic(field, contender)
            defer { try? client.clear() }
            try client.start()
            let backup = try client.run(["backup", source])
            let restore = try client.run(["restore", "latest", "--target", "\(field.folder)/restored"])
            return [backup.elapsed, backup.processor, restore.elapsed, restore.processor]
        }
        return ["backup", "restore"].enumerated().flatMap { place, verb in
            let times = Comparison(
                what: "restic \(verb) of \(what), time", goal: "≤ 1 × beyond the noise",
                figures: Field.medians(results, 2 * place), show: Text.time)
            let processor = Comparison(
                what: "restic \(verb) of \(what), server's CPU", goal: "< 1 ×",
                figures: Field.medians(results, 2 * place + 1), show: Text.time)
            return [times.row(atMost: 1 + noise(results, 2 * place)), processor.row(atMost: 1)]
        }
    }

    /// How far apart runs of the same are, as a share of their median: the most of all contenders, but 5 % at least.
    private static func noise(_ results: [String: [[Double]]], _ index: Int) -> Double {
        let spreads = results.values.map { runs in
            let figures = runs.map { $0[index] }
            return ((figures.max() ?? 0) - (figures.min() ?? 0)) / 2 / figures.median
        }
        return min(0.25, max(0.05, spreads.max() ?? 0))
    }

    private static func large(_ folder: String, mebibytes: Int) throws {
        try Tool.makeFolder(folder)
        let file = try Descriptor.at("\(folder)/noise", O_WRONLY | O_CREAT, mode: 0o600)
        for part in 0..<UInt64(mebibytes / 16) { try file.write(all: Pack.noise(count: 16 << 20, seed: part << 32)) }
    }

    private static func small(_ folder: String, _ count: Int) throws {
        for number in 0..<count {
            if number % 1000 == 0 { try Tool.makeFolder("\(folder)/\(number / 1000)") }
            let size = 200 + number * 7919 % 4000
            let file = try Descriptor.at(
                "\(folder)/\(number / 1000)/\(number)", O_WRONLY | O_CREAT, mode: 0o600)
            try file.write(all: Pack.noise(count: size, seed: UInt64(number) << 20))
        }
    }
}

/// restic with one server.
private struct Restic {
    private let field: Field
    private let contender: any Contender
    private let repository: String
    private let report: String
    private let script: String

    init(_ field: Field, _ contender: any Contender) {
        self.field = field
        self.contender = contender
        repository = "restic\(UInt32.random(in: 0 ... .max))"
        report = "\(field.folder)/report"
        script = "\(field.folder)/server"
    }

    /// Makes the repository.
    func start() throws {
        if let gateway = contender as? Gateway {
            try gateway.write(repository)
        } else {
            try Tool.makeFolder(contender.folder(of: repository))
        }
        let (words, variables) = contender.command(for: repository)
        let settings = variables.map { "export \($0)='\($1)'\n" }.sorted().joined()
        try Tool.write("#!/bin/sh\n\(settings)exec \(words.joined(separator: " "))\n", to: script, mode: 0o755)
        _ = try run(["init"])
    }

    /// Runs a command.
    ///
    /// - Returns: restic's time by the clock, and the server's seconds of the processors.
    func run(_ words: [String]) throws -> Tool.Cost {
        let own = Tool.firstLine(["readlink", "/proc/\(getpid())/exe"]) ?? ""
        let before = try contender.processorTimeBeside()
        let cost = try Tool.run(
            [
                "restic", "--quiet", "-o", "rclone.program=\(own) attend \(report) \(script)", "-o", "rclone.args=",
                "-r", "rclone:x",
            ] + words,
            ["RESTIC_PASSWORD": "bench", "RESTIC_CACHE_DIR": "\(field.folder)/cache"])
        let server = try Attendant.seconds(report) + contender.processorTimeBeside() - before
        return Tool.Cost(elapsed: cost.elapsed, processor: server)
    }

    func clear() throws {
        try contender.remove(repository)
        for name in ["restored", "cache"] { try Tool.remove("\(field.folder)/\(name)") }
    }
}
