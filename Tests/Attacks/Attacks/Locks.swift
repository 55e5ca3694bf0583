internal import Foundation
internal import Restic
internal import Siege

/// Locks that keep everybody out.
struct Locks {
    let hostile: Hostile

    init(_ hostile: Hostile) { self.hostile = hostile }

    /// Stores so many, dated ahead so that they do not grow stale.
    func many(_ count: Int) throws {
        for number in 0..<count { try put(Date().addingTimeInterval(3600 + Double(number))) }
    }

    /// Stores a new one, as a client does every five minutes to keep it alive; the session stays open.
    func refresh() throws { try put(Date()) }

    private func put(_ date: Date) throws {
        let number = hostile.chance.next() % 30000
        try hostile.put(
            .locks,
            sealing: """
                {"time":"\(date.ISO8601Format())","exclusive":true,"hostname":"web1","username":"root",\
                "pid":\(number + 2),"uid":0,"gid":0}
                """)
    }
}
