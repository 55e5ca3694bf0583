internal import Seals
internal import Trail

/// A checkpoint that our key signed, and where we have it from.
struct KnownCheckpoint: Hashable {
    let checkpoint: Checkpoint
    let source: Source

    /// Where a checkpoint lay.
    enum Source: Hashable {
        /// Beside the key: whoever holds the key could have exchanged it.
        case kept
        /// In a file that the auditor brought along.
        case given
    }

    var size: UInt64 { checkpoint.size }

    /// For a sentence.
    var name: String {
        switch source {
        case .kept: "the checkpoint of \(size) rows"
        case .given: "the given checkpoint of \(size) rows"
        }
    }
}

/// All checkpoints that an audit knows, those of few rows first.
struct KnownCheckpoints {
    private(set) var all: [KnownCheckpoint] = []
    private(set) var defects: [Defect] = []
    private(set) var notes: [String] = []

    var newest: KnownCheckpoint? { all.last }

    /// None.
    init() {}

    /// Those that we kept ourselves.
    init(in folder: SealFolder, key: VerifierKey) throws(AuditError) {
        for path in [folder.log, folder.newest] {
            let pieces = try AuditError.seal { () throws(SealError) in try folder.checkpoints(in: path, by: key) }
            sort(pieces ?? [], .kept, path)
        }
        finish()
    }

    /// Adds those of a file that was brought along.
    mutating func add(file path: String, in folder: SealFolder, key: VerifierKey) throws(AuditError) {
        let pieces = try AuditError.seal { () throws(SealError) in try folder.checkpoints(in: path, by: key) }
        guard let pieces, !pieces.isEmpty else { throw .noCheckpoint(path) }
        sort(pieces, .given, path)
        finish()
    }

    private mutating func sort(_ pieces: [CheckpointFile.Piece], _ source: KnownCheckpoint.Source, _ path: String) {
        // A seal that was cut short leaves a piece; the next one covers all that it would have covered.
        let lastGood = pieces.lastIndex { piece in
            if case .sealed = piece.content { true } else { false }
        }
        for (index, piece) in pieces.enumerated() {
            let place = "\(path.escaped):\(piece.line)"
            switch piece.content {
            case .sealed(let checkpoint): all.append(KnownCheckpoint(checkpoint: checkpoint, source: source))
            case .forged: defects.append(Defect(.signature, "\(place): the signature is not one of this checkpoint"))
            case .unsigned: defects.append(Defect(.signature, "\(place): this note is not signed with the trail's key"))
            case .unreadable where source == .kept && index < lastGood ?? 0:
                notes.append("\(place): a checkpoint was cut short; a later one covers all of its rows")
            case .unreadable: defects.append(Defect(.signature, "\(place): this is no whole checkpoint"))
            }
        }
    }

    private mutating func finish() {
        all = Array(Set(all)).sorted { ($0.size, $0.source == .kept ? 0 : 1) < ($1.size, $1.source == .kept ? 0 : 1) }
        for (one, next) in zip(all, all.dropFirst()) where one.size == next.size {
            guard one.checkpoint.root != next.checkpoint.root else { continue }
            let defect = Defect(.signature, "two checkpoints of \(one.size) rows are signed, and cover different rows")
            if !defects.contains(defect) { defects.append(defect) }
        }
    }
}
