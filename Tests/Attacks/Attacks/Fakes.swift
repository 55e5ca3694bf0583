internal import Foundation
internal import Restic
internal import ResticFiles
internal import Siege

/// Snapshots that nobody made: sealed as restic would, of the victim's host and paths, with any time.
struct Fakes {
    let hostile: Hostile

    init(_ hostile: Hostile) { self.hostile = hostile }

    func run(_ dating: Attack.Dating, count: Int) throws {
        let day = 86400.0
        for number in 0..<count {
            // The last second of a day is the one that is kept of it. Today's and yesterday's come last: near midnight they
            // are as good as honest.
            let age = (number + 2) % 100
            let time =
                switch dating {
                case .backdated: Self.text(Date().addingTimeInterval(-day * Double(age)), clock: "23:59:59")
                case .future: Self.text(Date().addingTimeInterval(day * Double(number + 400)), clock: "12:00:00")
                case .honest: Self.now()
                }
            try put(time: time, tree: Self.garbageTree(hostile))
        }
    }

    /// Stores one snapshot with this time and tree; the rest is as in the victim's newest, unless a path is given.
    func put(time: String, tree: BlobID, path: String? = nil) throws {
        guard let newest = try hostile.snapshots().last(where: { !$0.paths.isEmpty }) else {
            throw AttackError.cannotStart("no snapshot")
        }
        let paths = (path.map { [$0] } ?? newest.paths).map { "\"\($0)\"" }.joined(separator: ",")
        let number = hostile.chance.next()
        try hostile.put(
            .snapshots,
            sealing: """
                {"time":"\(time)","tree":"\(tree.hex)","paths":[\(paths)],"hostname":"\(newest.hostname)",\
                "username":"\(newest.username)","tags":["\(number)"]}
                """)
    }

    /// This moment, as restic writes it.
    static func now() -> String { text(Date(), clock: nil) }

    private static func text(_ date: Date, clock: String?) -> String {
        let whole = date.ISO8601Format()
        return clock.map { "\(whole.prefix(10))T\($0)Z" } ?? whole
    }

    /// The tree of the victim's oldest snapshot, so that `prune` finds nothing amiss.
    private static func garbageTree(_ hostile: Hostile) throws -> BlobID {
        guard let oldest = try hostile.snapshots().first else { throw AttackError.cannotStart("no snapshot") }
        return oldest.tree
    }
}
