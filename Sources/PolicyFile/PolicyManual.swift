/// Every key of the policy in words: the source of postern.toml(5). A test holds it to the tables that read the files.
public enum PolicyManual {
    /// One key.
    public struct Entry: Sendable {
        /// Its name.
        public let name: String
        /// Its form, and what holds where nobody says it.
        public let form: String
        /// What it means.
        public let means: String

        init(_ name: String, _ form: String, _ means: String) {
            (self.name, self.form, self.means) = (name, form, means)
        }
    }

    /// The keys of one file, or of one table in it.
    public struct Section: Sendable {
        /// Which.
        public let title: String
        /// Its keys.
        public let keys: [Entry]
    }

    /// All of them.
    public static let sections = [
        Section(title: "POSTERN.TOML", keys: gateway), Section(title: "[STORAGE.NAME], KIND LOCAL", keys: local),
        Section(title: "[STORAGE.NAME], KIND S3", keys: bucket), Section(title: "[SANDBOX]", keys: sandbox),
        Section(title: "[AUDIT]", keys: audit), Section(title: "[MAINTENANCE]", keys: maintenance),
        Section(title: "CLIENTS.D/NAME.TOML", keys: client), Section(title: "REPOS.D/NAME.TOML", keys: repository),
        Section(title: "[KEEP] OF REPOS.D/NAME.TOML", keys: keep),
        Section(title: "[SCHEDULE] OF REPOS.D/NAME.TOML", keys: schedule),
    ]

    static let gateway = [
        Entry("state", "path", "The state folder: trail, catalog, secrets, the ledger's socket."),
        Entry("storage", "tables", "Where repositories lie, as [storage.NAME]."),
        Entry("sandbox", "table", "How strictly the kernel holds gates to their rules."),
        Entry("audit", "table", "Where the trail also goes."),
        Entry("maintenance", "table", "Bounds of forget, prune and check."),
        Entry(
            "defaults", "tables",
            "[defaults.client] and [defaults.repo]: any key of the files below, for all that do not say otherwise."),
    ]

    static let local = [
        Entry("kind", "local", "A folder of this machine."), Entry("root", "path", "The folder; it must be there."),
        Entry(
            "floor", "SIZE, 5GiB",
            "Free space that clients may not use up, since prune needs it; of the inodes it is one hundredth."),
    ]

    static let bucket = [
        Entry("kind", "s3", "A bucket."), Entry("endpoint", "URL", "The service."),
        Entry("region", "text", "The region, where the service needs one."), Entry("bucket", "text", "The bucket."),
        Entry("prefix", "path", "Where in the bucket; its root if it is not said."),
        Entry("credentials", "secret:NAME", "The secret with the access key."),
        Entry("object_lock", "DURATION or off, off", "For how long the service itself keeps objects from removal."),
        Entry("single_gateway", "true or false, false", "Whether no other gateway writes there."),
    ]

    static let sandbox = [
        Entry(
            "landlock", "required or best-effort, required",
            "Whether a gate refuses to serve where the kernel cannot hold it to its rules.")
    ]

    static let audit = [
        Entry("syslog", "true or false, true", "Whether sessions, removals and refusals also go to syslog.")
    ]

    static let maintenance = [
        Entry("drain", "DURATION, 30m", "How long a run waits for sessions that are open."),
        Entry("tolerance", "DURATION, 1h", "How far a snapshot's own time may be off its received time."),
    ]

    static let client = [
        Entry("repos", "[NAME], none", "Repositories that it may open; the first is the default."),
        Entry("paths", "[place glob], none", "Places that it may also open as rclone:STORAGE:PATH, and create."),
        Entry("create", "true or false, false", "May it initialise repositories?"),
        Entry("max_repos", "number, 4", "How many repositories it may create."),
        Entry("sources", "[path], any", "What its snapshots may contain."),
        Entry("hosts", "[NAME], any", "What its snapshots may be called."),
        Entry("from", "[CIDR], anywhere", "Where it may come from; this stands in the line for sshd, too."),
        Entry("hours", "HH:MM-HH:MM, always", "When a session may begin, in the gateway's local time."),
        Entry("expires", "date, never", "The first day on which it is not served."),
        Entry("disabled", "true or false, false", "Whether an admin has switched it off."),
        Entry("read", "all or none, all", "none: no packs, so no restore; all else stays readable."),
        Entry("read_budget", "SIZE, no limit", "How much of packs it may read a day."),
        Entry("locks", "own or any, own", "Which locks it may remove."),
        Entry("keys", "init-only or add, init-only", "When it may add restic's key files."),
        Entry("sessions", "number, 8", "Sessions at once."),
        Entry("rows_per_day", "number, 200000", "Rows of the trail a day, past which changes are refused."),
        Entry("upload_per_day", "SIZE, no limit", "What it may upload a day."),
        Entry("snapshots_per_day", "number, no limit", "Snapshots that it may make a day."),
        Entry("max_silence", "DURATION, for ever", "How long without a backup before postern status alarms."),
    ]

    static let repository = [
        Entry("at", "place", "Where it lies."), Entry("aliases", "[text], none", "Other names that hosts use for it."),
        Entry("quota", "SIZE, no limit", "What all objects may take: each rounded up to 4 KiB, plus 4 KiB."),
        Entry("max_objects", "number, 50000000", "How many objects it may hold."),
        Entry("password", "secret:NAME", "The secret with the gateway's own password, for maintenance only."),
        Entry("key", "id", "The id of the gateway's own restic key."),
        Entry("protect", "DURATION, 14d", "Nothing that was received later than this long ago is ever removed."),
        Entry("max_remove", "percentage, 20%", "A run that would remove more of the snapshots is refused."),
        Entry("hold", "DURATION, 14d", "How long the trash keeps what maintenance removed."),
        Entry("keep", "table", "Which snapshots forget keeps."), Entry("schedule", "table", "When maintenance runs."),
    ]

    static let keep = [
        Entry("last", "number", "So many of the newest."), Entry("hourly", "number", "The newest of so many hours."),
        Entry("daily", "number", "The newest of so many days."),
        Entry("weekly", "number", "The newest of so many weeks."),
        Entry("monthly", "number", "The newest of so many months."),
        Entry("yearly", "number", "The newest of so many years."),
        Entry("within", "DURATION", "All that were received within this time."),
        Entry("tags", "[text], none", "All with one of these tags; with a comma inside a text: with all of them."),
    ]

    static let schedule = [
        Entry(
            "forget", "calendar", "When snapshots are forgotten: hourly, daily, weekly, monthly, or systemd.time(7)."),
        Entry("prune", "calendar", "When what no snapshot needs goes to the trash."),
        Entry("check", "calendar", "When the repository is checked."),
        Entry("verify", "calendar", "When what was received is read once."),
        Entry("purge", "calendar", "When what the trash has held for `hold` is removed for good."),
    ]
}
