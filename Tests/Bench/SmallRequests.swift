internal import Peer

/// `HEAD`, and `GET` of a small object.
enum SmallRequests {
    static func rows(_ field: Field) throws -> [Row] {
        let count = field.options.isQuick ? 4000 : 20_000
        let body = Pack.noise(count: 300, seed: 2)
        let path = "/snapshots/\(try Pack.sum(of: body))"
        for contender in field.contenders {
            try contender.prepare("small")
            let peer = try contender.open("small")
            guard try peer.ask("POST", path, body: body).status == 200 else { throw Trouble("POST \(path)") }
            _ = try Load(peer: peer).end()
        }
        return try ["HEAD", "GET"].map { method in
            let results = try field.alternate(field.runs) { contender, _ in
                let before = try contender.processorTimeBeside()
                let load = Load(peer: try contender.open("small"))
                try load.repeated(method, path, count: count)
                let server = try load.end() + contender.processorTimeBeside() - before
                return [(server - (field.sessionCost[contender.name] ?? 0)) / Double(count)]
            }
            return Comparison(
                what: method == "HEAD" ? "HEAD, CPU each" : "GET of 300 bytes, CPU each", goal: "≤ 0.33 ×",
                figures: Field.medians(results, 0), show: Text.time
            ).row(atMost: 0.33)
        }
    }
}
