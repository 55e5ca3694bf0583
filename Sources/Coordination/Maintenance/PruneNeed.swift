/// What a prune needs of the disk while it works, by what restic's dry run forecasts.
struct PruneNeed: Hashable {
    /// Bytes: the packs that are written anew and the index, before anything is removed. What is removed stays in the
    /// trash, and frees nothing.
    let bytes: UInt64
    /// Whether there is anything to remove.
    let isWorthIt: Bool

    /// Reads restic's forecast.
    ///
    /// - Parameters:
    ///   - words: the output of `restic prune --dry-run`.
    ///   - indexes: bytes of all index files.
    /// - Throws: ``Complaint`` where the forecast is not as restic 0.14 to 0.18 write it. Source: restic,
    ///   `cmd/restic/cmd_prune.go`, `printPruneStats`.
    init(_ words: String, indexes: UInt64) throws(Complaint) {
        guard let repacked = Self.size("to repack:", words), let total = Self.size("total prune:", words),
            let remaining = Self.size("remaining:", words)
        else {
            throw Complaint(
                "restic does not tell what prune would do as it is known to", hint: "postern maintenance history")
        }
        // A forecast has four digits: a thousandth on top, and some room for heads of packs and for the lock.
        bytes = min(repacked + repacked / 500, remaining + remaining / 500) + 2 * indexes + (1 << 20)
        isWorthIt = total > 0 || repacked > 0
    }

    /// The last word of `to repack:  4 blobs / 1.052 KiB`, in bytes.
    private static func size(_ title: String, _ words: String) -> UInt64? {
        let line = words.split(separator: "\n").first { $0.hasPrefix(title) }
        let parts = line?.split(separator: "/").last?.split(separator: " ") ?? []
        let units = ["B": 1.0, "KiB": 0x1p10, "MiB": 0x1p20, "GiB": 0x1p30, "TiB": 0x1p40, "PiB": 0x1p50]
        guard parts.count == 2, let number = Double(parts[0]), number >= 0, let unit = units[String(parts[1])] else {
            return nil
        }
        return UInt64((number * unit).rounded(.up))
    }
}
