internal import Policy
internal import Restic
internal import Trail

/// Ten hosts that back up day and night, one row every two seconds.
struct Fleet {
    let rows: UInt64

    private static let start: Int64 = 1_700_000_000_000

    /// When a row is written.
    static func moment(of seq: UInt64) -> Moment { Moment(milliseconds: start + Int64(clamping: seq) * 2000) }

    /// Writes the rows that are missing.
    func write(_ path: String) throws {
        let clock = Ticking()
        let trail = try TrailWriter(path, clock: Clock { clock.moment })
        clock.seq = trail.last
        while trail.last < rows {
            clock.seq += 1
            let session = trail.last / 1000 * 1000 + 1
            _ = try trail.append(Self.entry(trail.last), session: trail.last % 1000 == 0 ? nil : session)
            if trail.last.isMultiple(of: 10_000) { try trail.commit() }
        }
        try trail.commit()
        trail.checkpoint()
    }

    private static func entry(_ number: UInt64) -> Entry {
        let host = number / 1000 % 10
        let name = String(number, radix: 16)
        let object = "data/" + String(repeating: "0", count: 64 - name.utf8.count) + name
        var entry = Entry(
            client: "host\(host)", key: "SHA256:" + String(repeating: "k", count: 43), source: "192.0.2.\(host)",
            repository: "repo\(host % 5)", action: .save, object: object, bytes: ByteCount(bytes: 16_000_000),
            outcome: .allowed)
        switch number % 1000 {
        case 0: (entry.action, entry.object, entry.bytes) = (.open, "", .zero)
        case 999: (entry.action, entry.object, entry.bytes) = (.close, "", .zero)
        case let odd where odd.isMultiple(of: 10):
            (entry.action, entry.outcome, entry.reason) = (.remove, .refused, Refusal.appendOnly.rawValue)
        default: break
        }
        // Five rows of their kind in the whole trail.
        if number % 200_000 == 100_500 {
            (entry.client, entry.repository) = ("rare", "attic")
        } else if number % 200_000 == 100_501 {
            (entry.client, entry.repository, entry.action, entry.object) = ("", "", .clientAdd, "host0")
        } else if number % 200_000 == 107_502 {
            (entry.repository, entry.outcome) = ("attic", .lost)
        }
        return entry
    }

    /// A clock that shows when a row is written.
    private final class Ticking: @unchecked Sendable {
        var seq: UInt64 = 0
        var moment: Moment { Fleet.moment(of: seq) }
    }
}
