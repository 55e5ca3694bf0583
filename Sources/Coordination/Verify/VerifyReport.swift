internal import Policy
internal import Restic
internal import Trail
internal import Verify

/// What a verification found, with who did it, for people and scripts.
struct VerifyReport {
    /// One object with its flaws and its origin.
    struct Line {
        let finding: Finding
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

    /// For people: an object a line.
    func text(_ world: World) -> [String] {
        lines.map { line in
            let flaws = line.finding.flaws.map(\.text).joined(separator: "; ")
            let origin =
                line.origin.map { origin in
                    "stored by \(Escaped.text(origin.client)) in session \(origin.session), \(world.zone.text(origin.at))"
                } ?? "no row tells who stored it"
            return "\(line.finding.object): \(flaws) (\(origin))"
        }
    }

    /// For scripts.
    var objects: [JSON] {
        lines.map { line in
            .object([
                ("object", .text(line.finding.object.description)),
                ("flaws", .texts(line.finding.flaws.map(\.word))),
                ("text", .text(line.finding.flaws.map(\.text).joined(separator: "; "))),
                ("client", .text(line.origin?.client)),
                ("session", line.origin.map { .number($0.session) } ?? .null),
                ("received", .text(line.origin?.at.description)),
            ])
        }
    }
}
