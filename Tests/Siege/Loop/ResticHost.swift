internal import Glibc
internal import Linux
internal import Peer

/// A host that backs up again and again, each time a new random file.
struct ResticHost {
    let client: String
    let doors: Doors
    let deeds: Deeds
    var chance: Chance
    let name: String

    /// KiB a second that a host uploads, so that most kills hit one that is uploading.
    private static let speed = 6000
    /// Milliseconds after which a backup is given up: its host crashes. One that lost its gate or the ledger would try
    /// on for a minute.
    private static let patience = 12_000

    mutating func run() {
        var turn = 0
        while !deeds.isOver {
            turn += 1
            do throws(SiegeError) {
                if turn % 8 == 0 { try unlock() }
                try backup(turn)
            } catch {
                deeds.find("\(name): \(error)")
            }
        }
    }

    private mutating func backup(_ turn: Int) throws(SiegeError) {
        let bytes = chance.bytes(Int.random(in: 100_000...6_000_000, using: &chance))
        let file = "\(doors.folder)/\(name)-\(turn)"
        try Files.write(bytes, to: file)
        defer { _ = unsafe unlink(file) }
        let ledgerTroubles = deeds.state.change { $0.ledgerTroubles }
        let restic = try doors.restic(["backup", "--no-cache", "--limit-upload", "\(Self.speed)", file], as: client)
        let status = try end(of: restic)
        let output = String(decoding: restic.received, as: UTF8.self)
        if status == .exited(0), let id = output.split(separator: "\n").compactMap(Self.snapshot).last {
            let saved = Deeds.Snapshot(id: id, client: client, file: file, sum: Files.sum(bytes))
            return deeds.state.change { $0.snapshots.append(saved) }
        }
        let pid = restic.processID ?? 0
        let wasHurt = deeds.state.change { state in
            state.brokenBackups += 1
            return state.bereaved.contains(pid) || state.ledgerTroubles > ledgerTroubles
        }
        if !wasHurt { deeds.find("\(name): a backup failed that nobody hurt: \(status) \(restic.standardError)") }
    }

    /// Removes the locks of hosts that crashed, as people do. It may be hurt too.
    private func unlock() throws(SiegeError) {
        _ = try end(of: doors.restic(["unlock", "--no-cache"], as: client))
    }

    /// Waits for its end; one that takes too long crashes.
    private func end(of restic: Peer) throws(SiegeError) -> ExitStatus {
        restic.patience = .milliseconds(Self.patience)
        if let status = try? restic.wait() { return status }
        restic.kill()
        return try SiegeError.wrap { () throws(PeerError) in try restic.wait() }
    }

    /// `snapshot 1a2b3c4d saved`.
    private static func snapshot(_ line: Substring) -> String? {
        let words = line.split(separator: " ")
        return words.count == 3 && words[0] == "snapshot" && words[2] == "saved" ? String(words[1]) : nil
    }
}
