/// All measurements of `make bench`, and the table that comes of them.
struct Measuring {
    private let options: Options
    private let field: Field
    private let machine = Machine()

    private static let all: [(name: String, rows: @Sendable (Field) throws -> [Row])] = [
        ("start", Starts.rows), ("upload", Uploads.rows), ("download", Downloads.rows), ("small", SmallRequests.rows),
        ("list", Lists.rows), ("restic", Backups.ofNoise), ("files", Backups.ofSmallFiles), ("ssh", FarAway.rows),
        ("idle", IdleSessions.rows), ("crowd", Crowd.rows), ("ledger", LedgerRows.rows),
    ]

    init(_ options: Options) throws {
        self.options = options
        field = try Field(options)
    }

    /// Measures, prints, and replaces the page's figures.
    func run() throws {
        let start = ContinuousClock.now
        var rows: [Row] = []
        for (name, measure) in Self.all where options.only.isEmpty || name.contains(options.only) {
            Text.say("measuring: \(name)")
            let new: [Row]
            do { new = try measure(field) } catch { new = [.unknown(name, "", "\(error)")] }
            rows += new
            // A run that is broken off has told what it knew.
            for row in new { Text.say("  \(row.what): \(row.ours) \(row.goal) \(row.verdict.text)") }
            Text.say("  \(Text.decimal((ContinuousClock.now - start).inSeconds, 0)) s so far")
        }
        let text = report(rows, after: ContinuousClock.now - start)
        Text.say("\n\(text)")
        guard !options.page.isEmpty else { return }
        if options.isQuick || !options.only.isEmpty {
            Text.say("\n\(options.page) is left as it is: this was not the whole measurement")
        } else {
            try Page(options.page).replace("figures", with: text)
        }
    }

    private func report(_ rows: [Row], after time: Duration) -> String {
        var table = Table(["", "goal", "Postern"] + field.peers + ["verdict"])
        for row in rows {
            table.add([row.what, row.goal, row.ours] + field.peers.map { row.peers[$0] ?? "" } + [row.verdict.text])
        }
        let met = rows.count { $0.verdict == .met }
        let missed = rows.count { $0.verdict == .missed }
        let unknown = rows.count { if case .notMeasured = $0.verdict { true } else { false } }
        let how = options.isQuick ? "A quick run: less of everything, once. " : ""
        return """
            \(how)\(machine.text)

            \(table.text)

            \(met) goals met, \(missed) missed, \(unknown) not measured; \
            it took \(Text.decimal(time.inSeconds / 60, 0)) minutes. In brackets: ours divided by theirs.
            """
    }
}
