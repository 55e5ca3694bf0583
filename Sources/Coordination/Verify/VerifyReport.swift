internal import Policy
internal import Restic
internal import Trail
internal import Verify

/// What a verification found, with who did it, for people and scripts.
struct VerifyReport {
    /// One object with its flaws and its origin.
    struct Line {
        let finding: Fault
        let origin: Provenance.Origin?
    }

    let lines: [Line]
    let summary: Examination.Summary

    init(_ examined: Examined, _ provenance: Provenance) throws {
        lines = try examined.findings.map { Line(finding: $0, origin: try provenance.origin(of: $0.object)) }
        summary = examined.summary
    }

    /// The words of all flaws, each once: the names of the attacks.
    var words: [String] { Array(Set(lines.flatMap { $0.finding.flaws.map(\.word) })).sorted() }

    /// The clients that stored what is wrong, each once.
    var clients: [String] { Array(Set(lines.compactMap(\.origin?.client))).sorted() }

    /// One sentence.
    var sentence: String {
        let count = Amount.count(UInt64(lines.count), "object")
        let source = clients.isEmpty ? "" : " from \(clients.map(Escaped.text).joined(separator: ", "))"
        return "\(count)\(source): \(words.joined(separator: ", "))"
    }

    private var notes: [String] {
        summary.keys > 20 ? ["note: \(summary.keys) key files, and restic tries 20 of them without --key-hint"] : []
    }

    /// For people: an object a line.
    func text(_ world: World) -> [String] {
        notes
            + lines.map { line in
                let flaws = line.finding.flaws.map(\.text).joined(separator: "; ")
                return "\(line.finding.object): \(flaws) (\(Self.words(line.origin, world)))"
            }
    }

    private static func words(_ origin: Provenance.Origin?, _ world: World) -> String {
        guard let origin else { return "no row tells who stored it" }
        guard let at = origin.at else { return "there before its import" }
        return "stored by \(Escaped.text(origin.client)) in session \(origin.session), \(world.zone.text(at))"
    }

    /// As a run's report keeps it.
    var findings: [RunReport.Finding] {
        lines.map { line in
            RunReport.Finding(
                object: line.finding.object.description, flaws: line.finding.flaws.map(\.word),
                text: line.finding.flaws.map(\.text).joined(separator: "; "), client: line.origin?.client ?? "",
                session: line.origin?.session ?? 0, received: line.origin?.at?.description ?? "")
        }
    }
}
