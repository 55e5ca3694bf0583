internal import Glibc
internal import LedgerClient
public import LedgerWire
internal import Linux
internal import Policy

extension MaintenanceRun {
    /// Runs restic to its end, as the gates' user, with a gate of this run behind it.
    ///
    /// restic holds the password and no storage; the gate holds the storage and no password.
    ///
    /// - Parameters:
    ///   - order: what it is to do.
    ///   - progress: is told what the gate has done so far, about once a second.
    /// - Returns: what it came to, also where it failed.
    /// - Throws: ``MaintenanceError`` where it could not be run, or its gate did not serve.
    public func restic(
        _ order: ResticOrder, progress: (SessionCounts) -> Void = { _ in }
    ) throws(MaintenanceError) -> ResticResult {
        let mandate = mandate(for: order.purpose)
        let pair = try system { () throws(SystemCallError) in try SocketPair() }
        let output = try system { () throws(SystemCallError) in try Pipe() }
        let errors = try system { () throws(SystemCallError) in try Pipe() }
        let password = try secret(order.password)
        let newPassword = try secret(order.newPassword ?? [])
        let command = try command(order)
        let child = try system { () throws(SystemCallError) in
            try Child(
                command[0], Array(command.dropFirst()), environment: environment,
                descriptors: [
                    (1, order.output ?? output.writing.raw), (2, errors.writing.raw),
                    (ControlNumber.line, pair.theirs.raw), (ResticOrder.passwordNumber, password.raw),
                    (ResticOrder.newPasswordNumber, newPassword.raw),
                ])
        }
        let line = try GateLine(pair.intoOurs())
        line.order(.mandate(mandate))
        line.order(.hide(order.hidden))
        for (run, objects) in order.lent { line.order(.lend(objects, run: run)) }
        line.order(.begin)
        let watch = ResticWatch(
            child, line, output: output.intoReading(), errors: errors.intoReading(), wait: workplace.wait)
        return try watch.run(progress)
    }

    func mandate(for purpose: Mandate.Purpose) -> Mandate {
        Mandate(purpose: purpose, repository: repository.name, place: repository.place, run: run.welcome)
    }

    /// A program and its arguments, as the gates' user runs it. Source: setpriv(1).
    func asGatesUser(_ program: String, _ arguments: [String]) throws(MaintenanceError) -> [String] {
        guard let account = workplace.account else { return [try find(program)] + arguments }
        return [
            try find("setpriv"), "--reuid=\(account.user)", "--regid=\(account.group)", "--clear-groups",
            "--no-new-privs", "--pdeathsig=TERM", "--", try find(program),
        ] + arguments
    }

    /// All that restic and the gates find in their environment.
    var environment: [String] {
        ["PATH=\(Workplace.searchPath)", "LC_ALL=C.UTF-8", "HOME=/nonexistent", "RESTIC_CACHE_DIR=\(workplace.cache)"]
    }

    private func command(_ order: ResticOrder) throws(MaintenanceError) -> [String] {
        let words = ["maintain", "--config", workplace.configuration]
        let gate = order.keepsUser ? try asGatesUser(workplace.gate, words) : [workplace.gate] + words
        var arguments = [
            "-r", "rclone:\(repository.name)", "-o", "rclone.program=\(gate.map(Self.quoted).joined(separator: " "))",
            "-o",
            "rclone.args=", "-o", "rclone.timeout=10m", "--password-file", "/dev/fd/\(ResticOrder.passwordNumber)",
        ]
        if let key = order.key { arguments += ["--key-hint", key] }
        // A cache that belongs to the gates' user is not written by root.
        if !order.usesCache || order.keepsUser { arguments.append("--no-cache") }
        let all = arguments + order.arguments
        return order.keepsUser ? [try find(workplace.restic)] + all : try asGatesUser(workplace.restic, all)
    }

    /// As restic splits its options. Source: restic `internal/backend/shell_split.go`.
    private static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { $0 > 32 && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\"") && $0 != 92 }
        return plain ? word : "'\(word)'"
    }

    private func find(_ program: String) throws(MaintenanceError) -> String {
        if program.contains("/") { return program }
        let paths: [String] = Workplace.searchPath.split(separator: ":").map { "\($0)/\(program)" }
        let found = paths.first { unsafe access($0, X_OK) == 0 }
        guard let found else { throw .missing(program) }
        return found
    }

    /// A pipe that holds a secret, for whoever restic runs as: a pipe has an owner like a file. Source: pipe(7).
    private func secret(_ bytes: [UInt8]) throws(MaintenanceError) -> Descriptor {
        try system { () throws(SystemCallError) in
            let pipe = try Pipe()
            try pipe.writing.write(all: bytes)
            if let account = workplace.account {
                try retrying("fchown") { fchown(pipe.reading.raw, account.user, account.group) }
            }
            return pipe.intoReading()
        }
    }

    func system<Result: ~Copyable>(
        _ body: () throws(SystemCallError) -> Result
    ) throws(MaintenanceError) -> Result {
        do throws(SystemCallError) { return try body() } catch { throw .system(error) }
    }
}

/// Numbers of descriptors in the programs of a run.
enum ControlNumber {
    /// How a gate of maintenance is led.
    static let line: Int32 = 3
}
