internal import Policy
internal import ResticFiles
internal import Trail

extension RunReport {
    /// Reads what ``json`` wrote; `nil` where the bytes are anything else.
    init?(_ bytes: [UInt8]) {
        var reader = JSONReader(bytes)
        var (texts, counts): ([String: String], [Count]) = ([:], [])
        var run: UInt64 = 0
        var isScheduled = false
        var findings: [Finding] = []
        do throws(ResticFileError) {
            try reader.object { (name, reader) throws(ResticFileError) in
                switch name {
                case "run": if !reader.takeNull() { run = try reader.number() }
                case "scheduled": isScheduled = try reader.flag()
                case "findings":
                    try reader.array { (reader) throws(ResticFileError) in findings.append(try Finding(from: &reader)) }
                case "counts":
                    try reader.object { (name, reader) throws(ResticFileError) in
                        counts.append(Count(name: name, number: try reader.number()))
                    }
                default: texts[name] = try reader.text()
                }
            }
            try reader.end()
        } catch {
            return nil
        }
        guard let kind = texts["kind"].flatMap({ RunKind(rawValue: $0) }), let repository = texts["repository"],
            let actor = texts["actor"], let began = texts["began"].flatMap({ Moment($0) }),
            let ended = texts["ended"].flatMap({ Moment($0) }),
            let outcome = texts["outcome"].flatMap({ Outcome(rawValue: $0) })
        else { return nil }
        self.init(
            run: run, kind: kind, repository: repository, actor: actor, isScheduled: isScheduled, began: began,
            ended: ended, outcome: outcome, reason: texts["reason"] ?? "", hint: texts["hint"] ?? "", counts: counts,
            findings: findings, text: texts["text"] ?? "")
    }
}
