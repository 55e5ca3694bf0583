internal import Glibc
internal import Peer

/// Many sessions that do nothing.
enum IdleSessions {
    static func rows(_ field: Field) throws -> [Row] {
        let count = field.options.isQuick ? 50 : 200
        var figures: [String: Double] = [:]
        for contender in field.contenders {
            try contender.prepare("idle")
            // A peer needs 60 MiB each: the memory of a small machine has no room for 200.
            let number = contender is Gateway ? count : 10
            var peers: [Peer] = []
            for _ in 0..<number {
                let peer = try contender.open("idle")
                guard try peer.ask("HEAD", "/config").status == 200 else { throw Trouble(peer.standardError) }
                peers.append(peer)
            }
            let share = try peers.reduce(0.0) { try $0 + Processes.share(of: $1.processID ?? 0) }
            figures[contender.name] = share * Double(count) / Double(number)
            for peer in peers { _ = try Load(peer: peer).end() }
        }
        let limit = 3.0 * Double(count) * 1_048_576
        return [
            Comparison(
                what: "\(count) idle sessions, PSS (peers: 10 of them, times \(count / 10))",
                goal: "≤ \(Text.mebibytes(limit))", figures: figures, show: Text.mebibytes
            ).row(limit: limit)
        ]
    }
}
