internal import ArgumentParser

/// The command `postern` with all that it can do.
struct Postern: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "postern",
        abstract: "The admin's side of Postern, an append-only gateway for restic backups.",
        discussion: Help.text(
            examples: [
                "postern init", "postern repo add web1 --at main:hosts/web1",
                "postern client add web1 --repo web1 --create --mint web1.key", "postern audit list --last 20",
            ], found: "a check found something"),
        subcommands: [
            InitCommand.self, StatusCommand.self, ClientCommand.self, KeyCommand.self, RepoCommand.self,
            PolicyCommand.self, SecretCommand.self, AuditCommand.self, SnapshotsCommand.self, ViewCommand.self,
            RestoreCommand.self, ForgetCommand.self, PruneCommand.self, CheckCommand.self, VerifyCommand.self,
            UnlockCommand.self, QuarantineCommand.self, TrashCommand.self, MaintenanceCommand.self,
            RunDueCommand.self, DoctorCommand.self, AuthorizedKeysCommand.self, CompletionsCommand.self,
            ManualCommand.self,
        ])
}
