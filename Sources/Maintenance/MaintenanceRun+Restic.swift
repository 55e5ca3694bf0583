internal import Glibc
internal import LedgerClient
public import LedgerWire
internal import Linux
internal import Policy

extension MaintenanceRun {
    /// Runs restic to its end, as the gates' user, with a gate of this run beside it.
    ///
    /// restic holds the password and no storage; the gate holds the storage and no password. restic, which reads what
    /// hosts have prepared, is enclosed by the kernel: it can reach neither a repository nor the network, and changes files
    /// only in its own folder.
    ///
    /// - Parameters:
    ///   - order: what it is to do.
    ///   - progress: is told what the gate has done so far, about once a second.
    /// - Returns: what it came to, also where it failed.
    /// - Throws: ``MaintenanceError`` where it could not be run, or its gate did not serve.
    public func restic(
        _ order: ResticOrder, progress: (SessionCounts) -> Void = { _ in }
    ) throws(MaintenanceError) -> ResticResult {
        let output = try system { () throws(SystemCallError) in try Pipe() }
        let errors = try system { () throws(SystemCallError) in try Pipe() }
        let (gate, line, child) = try startBoth(order, order.output ?? output.writing.raw, errors.writing.raw)
        line.order(.hide(order.hidden))
        for (run, objects) in order.lent { line.order(.lend(objects, run: run)) }
        line.order(.begin)
        let watch = ResticWatch(
            child, gate, line, output: output.intoReading(), errors: errors.intoReading(), wait: workplace.wait)
        return try watch.run(progress)
    }

    /// Starts a gate and restic, with two pipes between them that nobody else holds.
    private func startBoth(
        _ order: ResticOrder, _ output: Int32, _ errors: Int32
    ) throws(MaintenanceError) -> (gate: Child, line: GateLine, restic: Child) {
        let toGate = try system { () throws(SystemCallError) in try Pipe() }
        let fromGate = try system { () throws(SystemCallError) in try Pipe() }
        let (gate, line) = try startGate(
            order.purpose, [(0, toGate.reading.raw), (1, fromGate.writing.raw), (2, errors)])
        let password = try secret(order.password)
        let newPassword = try secret(order.newPassword ?? [])
        let command = try command(order)
        let restic = try system { () throws(SystemCallError) in
            try Child(
                command[0], Array(command.dropFirst()),
                environment: environment + ["RESTIC_CACHE_DIR=\(workplace.cache)", "TMPDIR=\(workplace.cache)"],
                descriptors: [
                    (1, output), (2, errors), (ResticOrder.passwordNumber, password.raw),
                    (ResticOrder.newPasswordNumber, newPassword.raw), (ResticOrder.toGateNumber, toGate.writing.raw),
                    (ResticOrder.fromGateNumber, fromGate.reading.raw),
                ])
        }
        return (gate, line, restic)
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
        ["PATH=\(Workplace.searchPath)", "LC_ALL=C.UTF-8", "HOME=/nonexistent"]
    }

    private func command(_ order: ResticOrder) throws(MaintenanceError) -> [String] {
        let restic = try find(workplace.restic)
        var words = ["enclose", "--landlock", workplace.landlock.rawValue]
        words += ([workplace.cache] + order.changing).flatMap { ["--changing", $0] }
        if !order.changing.isEmpty { words.append("--restoring") }
        words += [
            "--", restic, "-r", "rclone:\(repository.name)", "-o",
            "rclone.program=\(Self.quoted(workplace.gate)) relay", "-o", "rclone.args=", "-o", "rclone.timeout=10m",
            "--password-file", "/dev/fd/\(ResticOrder.passwordNumber)",
        ]
        if let key = order.key { words += ["--key-hint", key] }
        // A cache that belongs to the gates' user is not written by root.
        if !order.usesCache || order.keepsUser { words.append("--no-cache") }
        words += order.arguments
        return order.keepsUser ? [workplace.gate] + words : try asGatesUser(workplace.gate, words)
    }

    /// As restic splits its options: within one kind of quotes everything stands for itself, the other kind too. Source:
    /// restic `internal/backend/shell_split.go`.
    private static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { $0 > 32 && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\"") && $0 != 92 }
        let mark = word.contains("'") ? "\"" : "'"
        return plain ? word : mark + word + mark
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
