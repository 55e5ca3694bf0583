internal import Restic
internal import ResticFiles

/// Holds what an index says against what the packs really hold.
struct IndexJudgement {
    private var missing = Tally()
    private var displaced = Tally()
    private var extra = Tally()
    private var omitted = Tally()
    private var poisoned = Tally()

    /// Packs and pieces of one kind of flaw.
    private struct Tally {
        var packs: [FileName] = []
        var blobs = 0

        mutating func add(_ pack: FileName, _ blobs: Int) {
            guard blobs > 0 else { return }
            packs.append(pack)
            self.blobs += blobs
        }
    }

    /// What is there under a pack's name.
    enum Reality {
        case missing
        case lie
        case real([Blob])
    }

    /// Judges what the index says of one pack.
    mutating func judge(_ pack: IndexFile.Pack, _ reality: Reality) {
        switch reality {
        case .missing: missing.add(pack.name, max(pack.blobs.count, 1))
        case .lie: poisoned.add(pack.name, max(pack.blobs.count, 1))
        case .real(let blobs):
            let real = Set(blobs)
            let claimed = Set(pack.blobs)
            let wrong = claimed.subtracting(real)
            // The same piece may stand in a pack twice; whatever an id's second claim is, one of its places is right.
            let ids = Set(blobs.map(\.id))
            let known = Set(claimed.intersection(real).map(\.id))
            let moved = wrong.count { ids.contains($0.id) && !known.contains($0.id) }
            displaced.add(pack.name, moved)
            extra.add(pack.name, wrong.count - moved)
            if wrong.isEmpty { omitted.add(pack.name, real.subtracting(claimed).count) }
        }
    }

    /// All that is wrong.
    var flaws: [Flaw] {
        var flaws: [Flaw] = []
        if !poisoned.packs.isEmpty { flaws.append(.poisoned(poisoned.packs, blobs: poisoned.blobs)) }
        if !extra.packs.isEmpty { flaws.append(.extraClaims(extra.packs, blobs: extra.blobs)) }
        if !displaced.packs.isEmpty { flaws.append(.wrongPlaces(displaced.packs, blobs: displaced.blobs)) }
        if !missing.packs.isEmpty { flaws.append(.missingPacks(missing.packs, blobs: missing.blobs)) }
        if !omitted.packs.isEmpty { flaws.append(.omissions(omitted.packs, blobs: omitted.blobs)) }
        return flaws
    }
}
