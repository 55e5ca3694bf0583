import Glibc
import LedgerWire
import Maintenance
import Policy
import Trial

/// A throw-away gateway with one repository `web1`, whose password the gateway happens to know.
struct MaintainedGateway {
    let trial: Trial
    let repository: Repository

    init() async throws {
        trial = try await Trial()
        try await trial.postern("repo", "add", "web1", "--at", "main:web1").required()
        try await trial.addClient("web1", repositories: nil, "--create")
        try await trial.restic(as: "web1", ["init"]).required()
        repository = Repository(name: "web1", place: try Place(parsing: "main:web1"))
    }

    var workplace: Workplace {
        Workplace(
            configuration: "\(trial.folder)/etc", gate: "\(trial.programs)/postern-gate",
            ledgerSocket: "\(trial.folder)/state/run/ledger.sock", cache: "\(trial.folder)/keys", account: nil,
            landlock: .required, actor: "tester", wait: Self.wait)
    }

    /// Begins a run.
    func begin(_ kind: RunKind) throws -> MaintenanceRun {
        try MaintenanceRun(kind, of: repository, at: workplace)
    }

    /// Runs restic in a run.
    func restic(
        _ run: MaintenanceRun, _ arguments: [String], _ purpose: Mandate.Purpose = .maintain
    ) throws -> ResticResult {
        try run.restic(ResticOrder(arguments, password: Array("trial".utf8), key: nil, purpose: purpose))
    }

    /// What `restic check --read-data` says, on the folder itself.
    func check() async throws -> Run { try await trial.resticLocally("web1", ["check", "--read-data"]) }

    private static func wait(_ milliseconds: Int64) -> Bool {
        usleep(UInt32(milliseconds) * 1000)
        return true
    }
}
