public import Policy
public import Restic
public import ResticFiles
public import Store

/// Looks at all that came into a repository since the last run, reads each pack once, and says what is wrong.
///
/// Packs come first, then the index files, which are held against what the packs really hold. The store may be in use:
/// what comes meanwhile is for the next run. Its memory is bounded by the largest object; its work by what came.
public final class Examination {
    private let inventory: Inventory
    let key: MasterKey
    let verified: Verified
    private var findings: [Fault] = []
    private var badPacks: [FileName: PackTruth] = [:]
    private var summary = Summary()

    /// What a run saw.
    public struct Summary: Sendable {
        /// Packs that were read.
        public var packs = 0
        /// Their bytes.
        public var bytes = ByteCount.zero
        /// Index, snapshot and key files that were read.
        public var documents = 0
        /// Blob ids of new packs that are truly in another pack too.
        public var duplicates = 0
        /// Key files that are there: restic tries twenty.
        public var keys = 0
    }

    /// Packs after which what was found good is kept: a run that is cut goes on from there.
    private static let batch = 64

    /// Opens what was verified before.
    ///
    /// - Parameters:
    ///   - place: the repository.
    ///   - storage: where it lies.
    ///   - key: its master key.
    ///   - verified: what was verified before.
    /// - Throws: ``VerifyError``.
    public init(of place: Place, in storage: LocalStorage, key: MasterKey, verified: Verified) throws(VerifyError) {
        let inventory = try VerifyError.store { () throws(StoreError) in try Inventory(of: place, in: storage) }
        guard let inventory else { throw .absent }
        self.inventory = inventory
        self.key = key
        self.verified = verified
    }

    /// Looks at all of it.
    ///
    /// - Parameter step: is called after each file that was read.
    /// - Returns: what is wrong, and what was read.
    /// - Throws: ``VerifyError``.
    public func run(step: () -> Void = {}) throws(VerifyError) -> Examined {
        var failure: VerifyError?
        try VerifyError.store { () throws(StoreError) in
            try inventory.forEach { (object, size) throws(StoreError) in
                guard failure == nil, case .file(let kind, let name) = object, kind != .locks else { return }
                do throws(VerifyError) { try verified.found(kind, name, size) } catch { failure = error }
            }
        }
        if let failure { throw failure }
        try verified.forgetGone()
        try forEachNew(.data, step) { (name) throws(VerifyError) in try examine(pack: name) }
        try judgeLies()
        try forEachNew(.index, step) { (name) throws(VerifyError) in try examine(index: name) }
        try forEachNew(.snapshots, step) { (name) throws(VerifyError) in
            try examine(.snapshots, name) { (bytes) throws(ResticFileError) in
                _ = try SnapshotFile(bytes, with: key)
            }
        }
        try forEachNew(.keys, step) { (name) throws(VerifyError) in
            try examine(.keys, name) { (bytes) throws(ResticFileError) in
                guard KeyFile.isWellFormed(bytes) || ForeignKeyFile.isReadable(bytes) else {
                    throw .form("no key file")
                }
            }
        }
        summary.keys = try verified.count(.keys)
        try verified.commit()
        let unindexed = try verified.unindexed()
        return Examined(findings: findings, summary: summary, lying: badPacks.mapValues(\.truths), unindexed: unindexed)
    }

    private func forEachNew(
        _ kind: FileKind, _ step: () -> Void, _ body: (FileName) throws(VerifyError) -> Void
    ) throws(VerifyError) {
        var last: FileName?
        while true {
            let batch = try verified.unverified(kind, after: last, limit: Self.batch)
            for name in batch {
                try body(name)
                step()
            }
            guard let end = batch.last else { return }
            last = end
            try verified.commit()
        }
    }

    /// Reads a pack whole, once; `nil` where it is gone.
    @discardableResult
    private func examine(pack name: FileName) throws(VerifyError) -> PackTruth? {
        guard let bytes = try read(.data, name) else { return nil }
        let truth = PackTruth(bytes, named: name, with: key)
        summary.packs += 1
        summary.bytes = summary.bytes + ByteCount(bytes: UInt64(bytes.count))
        guard truth.isTrue else {
            badPacks[name] = truth
            return truth
        }
        for blob in truth.truths where try verified.copies(of: blob.id) > 0 { summary.duplicates += 1 }
        try verified.accept(pack: name, truth.truths)
        try verified.accept(.data, name, ByteCount(bytes: UInt64(bytes.count)))
        return truth
    }

    /// Says what is wrong with each bad pack, now that all true packs are known.
    private func judgeLies() throws(VerifyError) {
        for (name, truth) in badPacks.sorted(by: { $0.key.hex < $1.key.hex }) {
            var flaws: [Flaw] = []
            if !truth.isWhole { flaws.append(.damaged) }
            if let why = truth.garbage {
                flaws.append(.garbagePack(why))
            } else if !truth.lies.isEmpty {
                var elsewhere = 0
                for lie in truth.lies where try verified.copies(of: lie.id) > 0 { elsewhere += 1 }
                flaws.append(
                    .lyingPack(lies: truth.lies.count, truths: truth.truths.count, elsewhere: elsewhere))
            }
            findings.append(Fault(object: .file(.data, name), flaws: flaws))
        }
    }

    private func examine(index name: FileName) throws(VerifyError) {
        guard let bytes = try read(.index, name) else { return }
        summary.documents += 1
        let index: IndexFile
        do throws(ResticFileError) {
            index = try IndexFile(bytes, with: key)
        } catch {
            findings.append(Fault(object: .file(.index, name), flaws: [.unreadable(error)]))
            return
        }
        var judgement = IndexJudgement()
        for pack in index.packs { judgement.judge(pack, try reality(of: pack.name)) }
        guard judgement.flaws.isEmpty else {
            findings.append(Fault(object: .file(.index, name), flaws: judgement.flaws))
            return
        }
        for pack in index.packs { try verified.index(pack.name) }
        try verified.accept(.index, name, ByteCount(bytes: UInt64(bytes.count)))
    }

    /// What a pack really holds. One that came after the list was made is read now.
    private func reality(of pack: FileName) throws(VerifyError) -> IndexJudgement.Reality {
        if badPacks[pack] != nil { return .lie }
        if let blobs = try verified.blobs(of: pack) { return .real(blobs) }
        guard let truth = try examine(pack: pack) else { return .missing }
        return truth.isTrue ? .real(truth.truths) : .lie
    }

    private func examine(
        _ kind: FileKind, _ name: FileName, _ body: ([UInt8]) throws(ResticFileError) -> Void
    ) throws(VerifyError) {
        guard let bytes = try read(kind, name) else { return }
        summary.documents += 1
        do throws(ResticFileError) {
            try body(bytes)
        } catch {
            findings.append(Fault(object: .file(kind, name), flaws: [.unreadable(error)]))
            return
        }
        try verified.accept(kind, name, ByteCount(bytes: UInt64(bytes.count)))
    }

    func read(_ kind: FileKind, _ name: FileName) throws(VerifyError) -> [UInt8]? {
        try VerifyError.store { () throws(StoreError) in
            guard let file = try inventory.open(.file(kind, name)) else { return nil }
            guard file.size <= Limits.size(of: .file(kind, name)) else { throw .damaged(.file(kind, name)) }
            return try file.readAll()
        }
    }
}
