/// A figure of ours beside those of the peers.
struct Comparison {
    let what: String
    let goal: String
    /// By contender; ours too.
    let figures: [String: Double]
    let show: (Double) -> String

    private var ours: Double { figures["Postern"] ?? .nan }

    private var rival: Double? { figures[Field.rival] }

    /// Where less is better: at most `factor` times the rival's, and at most `limit`.
    func row(atMost factor: Double? = nil, limit: Double? = nil) -> Row {
        row { ours, rival in (limit.map { ours <= $0 } ?? true, factor.map { ours <= $0 * rival } ?? true) }
    }

    /// Where more is better: at least `factor` times the rival's.
    func row(atLeast factor: Double) -> Row {
        row { ours, rival in (true, ours >= factor * rival) }
    }

    /// A figure without a goal.
    var plain: Row { Row(what: what, goal: goal, ours: show(ours), peers: shown, verdict: .noGoal) }

    private func row(_ judge: (Double, Double) -> (alone: Bool, beside: Bool)) -> Row {
        let alone = judge(ours, .infinity).alone
        let verdict: Row.Verdict
        if let rival {
            let both = judge(ours, rival)
            verdict = both.alone && both.beside ? .met : .missed
        } else {
            verdict = alone ? .notMeasured(Field.missing) : .missed
        }
        return Row(what: what, goal: goal, ours: show(ours), peers: shown, verdict: verdict)
    }

    /// The peers' figures, and how ours compares.
    private var shown: [String: String] {
        figures.mapValues { "\(show($0)) (\(Text.ratio(ours / $0)))" }
    }
}
