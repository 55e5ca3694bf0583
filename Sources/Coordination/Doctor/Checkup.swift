/// One thing that `doctor` looks at.
protocol Checkup: Sendable {
    /// What it is called, for people and scripts; never changed.
    static var name: String { get }

    /// Looks. It changes nothing that lasts, and an error is a verdict too.
    static func look(at patient: Patient) -> [Verdict]
}

/// All of them, in the order in which they are told.
enum Checkups {
    static var all: [any Checkup.Type] {
        [
            PolicyCheckup.self, AccountCheckup.self, FileCheckup.self, SSHDCheckup.self, SandboxCheckup.self,
            StorageCheckup.self, SpaceCheckup.self, PipeCheckup.self, ClockCheckup.self, LedgerCheckup.self,
            TrailCheckup.self, ResticCheckup.self, TimerCheckup.self, KeyCheckup.self, SecretCheckup.self,
        ]
    }
}
