internal import Calendar
internal import Policy
internal import Trail

/// When maintenance is due, by the schedules of the policy and by what the reports tell of earlier runs.
struct Timetable {
    /// Something that a schedule asks for.
    struct Line {
        let repository: Repository
        let kind: MaintenanceKind
        /// When, in seconds since 1970; `nil`: never again.
        let due: Int64?
        /// Its last run of this kind, if there is a report of one.
        let last: ReportFolder.Entry?
    }

    private let zone: Zone
    private let reports: ReportFolder

    init(_ reports: ReportFolder, in zone: Zone) {
        self.reports = reports
        self.zone = zone
    }

    /// All that the schedules of a repository ask for, in the order in which it is best done.
    func lines(of repository: Repository) throws(Complaint) -> [Line] {
        guard !repository.schedule.isEmpty else { return [] }
        let entries = try reports.entries(of: repository.name)
        var lines: [Line] = []
        for kind in Self.order {
            guard let expression = repository.schedule[kind] else { continue }
            let runs = entries.filter { $0.kind == kind.run }
            let due = try due(expression, "\(repository.name) \(kind.rawValue)", runs)
            lines.append(Line(repository: repository, kind: kind, due: due, last: runs.last))
        }
        return lines
    }

    /// What is verified is pruned the sooner, and what is forgotten is pruned in the same night; the trash is emptied last.
    private static let order: [MaintenanceKind] = [.verify, .forget, .prune, .check, .purge]

    private func due(
        _ expression: CalendarExpression, _ name: String, _ entries: [ReportFolder.Entry]
    ) throws(Complaint) -> Int64? {
        let zone = expression.zone.map { Zone.named($0) } ?? self.zone
        guard let zone else {
            throw Complaint(
                "\(name): this machine knows no zone \(expression.zone ?? "")", hint: "apt-get install tzdata",
                .badConfiguration)
        }
        let done = entries.last { $0.outcome.isDone }
        let failures = entries.reversed().prefix { !$0.outcome.isDone }.reversed()
        return expression.due(
            name, last: done.map { $0.began.milliseconds / 1000 },
            failures: failures.map { $0.began.milliseconds / 1000 },
            in: zone)
    }
}

extension RunReport.Outcome {
    /// Whether a schedule is content with it.
    fileprivate var isDone: Bool {
        switch self {
        // What a check found does not go away when it is asked again after an hour.
        case .done, .found: true
        case .failed, .refused: false
        }
    }
}

extension MaintenanceKind {
    /// The run that does it.
    var run: RunKind {
        switch self {
        case .forget: .forget
        case .prune: .prune
        case .check: .check
        case .verify: .verify
        case .purge: .purge
        }
    }
}
