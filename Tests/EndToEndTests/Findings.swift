import Foundation
import Testing
import Trial

/// What `postern doctor --json` said of a trial.
struct Findings {
    let run: Run
    /// By the name of the check.
    private(set) var verdicts: [String: [String]] = [:]
    private(set) var texts: [String: [String]] = [:]
    private(set) var mends: [String: [String]] = [:]
    /// The checks that found something bad.
    private(set) var bad: Set<String> = []

    /// Runs it.
    ///
    /// - Parameters:
    ///   - trial: the gateway.
    ///   - fault: what strace does to a system call of the program, if anything.
    /// - Throws: what keeps it from being run, or read.
    init(of trial: Trial, fault: String? = nil) async throws {
        let doctor = [
            "\(trial.programs)/postern", "doctor", "--json", "--config", "\(trial.folder)/etc", "--sshd-config",
            "\(trial.folder)/sshd_config",
        ]
        let tracing = fault.map { fault in
            let calls = String(fault.prefix { $0 != ":" })
            return [
                "strace", "-f", "-o", "/dev/null", "-e", "trace=\(calls)", "-e", "inject=\(fault)", "-e", "signal=none",
            ]
        }
        let words = (tracing ?? []) + doctor
        run = try await trial.run(words[0], Array(words.dropFirst()))
        let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
        for check in report.checks {
            verdicts[check.check, default: []].append(check.verdict)
            texts[check.check, default: []].append(check.text)
            if let mend = check.do { mends[check.check, default: []].append(mend) }
            if check.verdict == "bad" { bad.insert(check.check) }
        }
        #expect(report.well == bad.isEmpty && report.well == run.isSuccess)
    }

    private struct Report: Decodable {
        struct Check: Decodable {
            let check: String
            let verdict: String
            let text: String
            let `do`: String?
        }
        let well: Bool
        let checks: [Check]
    }
}
