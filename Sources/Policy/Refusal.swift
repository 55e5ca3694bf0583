/// Why a request, or a whole session, is refused: an answer, never an error.
///
/// The raw value is what the trail stores: never rename one, only add.
public enum Refusal: String, Error, CaseIterable, Sendable {
    // A session.
    case notServed = "not-served"
    case clientUnknown = "client-unknown"
    case clientDisabled = "client-disabled"
    case clientExpired = "client-expired"
    case outsideHours = "outside-hours"
    case sourceNotAllowed = "source-not-allowed"
    case keyNotOfClient = "key-not-of-client"
    case noRepository = "no-repository"
    case repositoryNotGranted = "repository-not-granted"
    case badPlace = "bad-place"
    case repositoryMissing = "repository-missing"
    case repositoryVanished = "repository-vanished"
    case repositoryNested = "repository-nested"
    case tooManyRepositories = "too-many-repositories"
    case tooManySessions = "too-many-sessions"
    case tooManyRefusals = "too-many-refusals"
    case maintenanceRan = "maintenance-ran"
    case maintenanceRuns = "maintenance-runs"
    case mandateInvalid = "mandate-invalid"

    // A request.
    case appendOnly = "append-only"
    case configDiffers = "config-differs"
    case keysAfterInit = "keys-after-init"
    case keyMalformed = "key-malformed"
    case initInProgress = "init-in-progress"
    case lockOfOther = "lock-of-other"
    case tooManyLocks = "too-many-locks"
    case tooManyKeys = "too-many-keys"
    case tooLarge = "too-large"
    case readNone = "read-none"
    case readBudget = "read-budget"
    case uploadPerDay = "upload-per-day"
    case snapshotsPerDay = "snapshots-per-day"
    case rowsPerDay = "rows-per-day"
    case tooMuchAtOnce = "too-much-at-once"
    case wrongHash = "wrong-hash"
    case wrongLength = "wrong-length"
    case quota
    case maxObjects = "max-objects"
    case floor
    case diskFull = "disk-full"
}

extension Refusal {
    /// What kind of answer it is; the client does different things after each.
    public enum Kind: Sendable {
        /// The policy says no, now and later.
        case policy
        /// There is no room.
        case space
        /// What was sent is not what was announced.
        case body
        /// Not now; in a moment it may be another answer.
        case later
        /// Something here is not as it should be; nobody may take it for an empty repository.
        case alarm
    }

    /// The kind of this refusal.
    public var kind: Kind {
        switch self {
        case .quota, .maxObjects, .floor, .diskFull: .space
        case .wrongHash, .wrongLength: .body
        case .tooMuchAtOnce: .later
        case .repositoryVanished: .alarm
        case .notServed, .clientUnknown, .clientDisabled, .clientExpired, .outsideHours, .sourceNotAllowed,
            .keyNotOfClient, .noRepository, .repositoryNotGranted, .badPlace, .repositoryMissing, .repositoryNested,
            .tooManyRepositories, .tooManySessions, .tooManyRefusals, .appendOnly, .configDiffers, .keysAfterInit,
            .keyMalformed, .initInProgress, .lockOfOther, .tooManyLocks, .tooManyKeys, .tooLarge, .readNone,
            .readBudget, .uploadPerDay, .snapshotsPerDay, .rowsPerDay, .maintenanceRan, .maintenanceRuns,
            .mandateInvalid:
            .policy
        }
    }
}
