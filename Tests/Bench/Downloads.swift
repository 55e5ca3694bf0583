/// Packs go out on 8 streams, whole and in ranges as restic's restore asks for them.
enum Downloads {
    /// Bytes of a range: restic joins the blobs that it needs of a pack, and most are about so long together.
    private static let piece = 1 << 20

    static func rows(_ field: Field) throws -> [Row] {
        let packs = field.stored
        guard !packs.isEmpty else { return [.unknown("download", "≤ 0.33 ×", "it needs the measurement \"upload\"")] }
        let repository = Field.load + "\(field.runs - 1)"
        let whole = try field.alternate(field.runs) { contender, _ in
            try one(contender, repository, packs, Pack.size)
        }
        let ranges = try field.alternate(field.runs) { contender, _ in
            try one(contender, repository, packs, piece)
        }
        for contender in field.contenders { try contender.remove(repository) }
        let processor = Field.medians(whole, 0)
        let ours = processor["Postern"] ?? .nan
        return [
            Comparison(
                what: "download, CPU s/GiB", goal: "≤ 0.33 ×", figures: processor, show: Uploads.seconds
            ).row(atMost: 0.33),
            Comparison(
                what: "download, MB/s", goal: "≥ 2 ×", figures: Field.medians(whole, 1), show: { Text.decimal($0, 0) }
            ).row(atLeast: 2),
            Comparison(
                what: "download in ranges of 1 MiB, CPU s/GiB", goal: "≤ 0.33 ×", figures: Field.medians(ranges, 0),
                show: Uploads.seconds
            ).row(atMost: 0.33),
            Row(
                what: "download beside rest-server, CPU s/GiB", goal: "≤ 0.73: 1.1 × 0.66, given",
                ours: Uploads.seconds(ours), verdict: ours <= 1.1 * 0.66 ? .met : .missed),
        ]
    }

    private static func one(
        _ contender: any Contender, _ repository: String, _ packs: [Pack], _ piece: Int
    ) throws -> [Double] {
        let before = try contender.processorTimeBeside()
        let load = Load(peer: try contender.open(repository))
        let start = ContinuousClock.now
        try load.read(packs, piece: piece)
        let time = (ContinuousClock.now - start).inSeconds
        let server = try load.end() + contender.processorTimeBeside() - before
        let bytes = Double(packs.count * Pack.size)
        return [server * Double(1 << 30) / bytes, bytes / 1e6 / time]
    }
}
