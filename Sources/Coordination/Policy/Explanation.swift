internal import Policy
internal import PolicyFile
internal import Restic
internal import Store

/// What the policy gives a client that asks for something, and which line of which file says so.
struct Explanation {
    /// One rule: what it is about, what it says, and who says it.
    struct Rule {
        let what: String
        /// `nil`: it is a limit, neither yes nor no.
        let isAllowed: Bool?
        /// The reason of a no, or the value of a limit.
        let why: String
        /// The key of the policy that decides; `nil`: the contract itself, which no key changes.
        let key: String?
        let origin: Origin?
    }

    let client: Name
    /// `nil` where the session is let in.
    let refusal: Refusal?
    /// Who says that it is not.
    let refused: Rule?
    let repository: Repository?
    private(set) var rules: [Rule] = []

    /// Asks the same functions that a gate asks.
    ///
    /// - Parameters:
    ///   - policy: what a gate would read.
    ///   - folder: knows the lines.
    ///   - arrival: what the session would be.
    /// - Throws: ``PolicyFileError``, ``StoreError``.
    init(_ policy: GatePolicy, _ folder: PolicyFolder, _ arrival: Arrival) throws {
        client = policy.client.name
        let origins = try folder.origins(ofClient: client)
        let admission = try policy.client.admit(
            arrival, repositories: policy.repositories, adopted: policy.adopted, template: policy.template)
        switch admission {
        case .refused(let refusal):
            self.refusal = refusal
            let key = Self.key(of: refusal)
            refused = Rule(
                what: "the session", isAllowed: false, why: refusal.rawValue, key: key,
                origin: key.flatMap { origins[$0] })
            repository = nil
        case .granted(let grant):
            (refusal, refused) = (nil, nil)
            repository = grant.repository
            let isConfigured = try Self.isConfigured(grant.repository.place, policy.settings.gateway)
            rules = Self.rules(grant, isConfigured, origins)
            let ofRepository = try Name(grant.repository.name).map(folder.origins(ofRepository:)) ?? [:]
            rules += Self.limits(grant, origins, ofRepository)
        }
    }

    private static func isConfigured(_ place: Place, _ gateway: Gateway) throws -> Bool {
        switch gateway.storages[place.storage] {
        case .local(let root, _): try LocalStorage(root: root).presence(at: place) == .configured
        case .s3, nil: false
        }
    }

    private static func key(of refusal: Refusal) -> String? {
        switch refusal {
        case .clientDisabled: "disabled"
        case .clientExpired: "expires"
        case .outsideHours: "hours"
        case .sourceNotAllowed: "from"
        case .noRepository, .repositoryNotGranted: "repos"
        case .repositoryMissing: "create"
        case .notServed, .clientUnknown, .keyNotOfClient, .badPlace, .repositoryVanished, .repositoryNested,
            .tooManyRepositories, .tooManySessions, .tooManyRefusals, .maintenanceRan, .maintenanceRuns,
            .mandateInvalid, .appendOnly, .configDiffers, .keysAfterInit,
            .keyMalformed, .initInProgress, .lockOfOther, .tooManyLocks, .tooLarge, .readNone, .readBudget,
            .uploadPerDay, .snapshotsPerDay, .rowsPerDay, .wrongHash, .wrongLength, .quota, .maxObjects, .floor,
            .diskFull, .tooManyKeys, .tooMuchAtOnce:
            nil
        }
    }

    /// Every kind of request, decided by the grant itself.
    private static func rules(_ grant: Grant, _ isConfigured: Bool, _ origins: [String: Origin]) -> [Rule] {
        questions.map { what, request, key in
            let decision = grant.decide(request, length: .zero, configured: isConfigured)
            let origin = key.flatMap { origins[$0] }
            switch decision {
            case .allow: return Rule(what: what, isAllowed: true, why: "", key: key, origin: origin)
            case .refuse(let refusal):
                return Rule(what: what, isAllowed: false, why: refusal.rawValue, key: key, origin: origin)
            }
        }
    }

    private static let questions: [(what: String, request: Request, key: String?)] = {
        guard let name = FileName(String(repeating: "0", count: 64)) else { return [] }
        return [
            ("initialise the repository", .createRepository, "create"),
            ("store snapshots, packs and index files", .save(.file(.data, name)), nil),
            ("store locks", .save(.file(.locks, name)), nil),
            ("store key files", .save(.file(.keys, name)), "keys"),
            ("list, and read all but packs", .load(.file(.index, name)), nil),
            ("read packs: restore", .load(.file(.data, name)), "read"),
            ("remove locks", .remove(.file(.locks, name)), "locks"),
            ("remove anything else: forget, prune", .remove(.file(.snapshots, name)), nil),
        ]
    }()

    private static func limits(
        _ grant: Grant, _ origins: [String: Origin], _ ofRepository: [String: Origin]
    ) -> [Rule] {
        let said = Set([
            "max_repos", "sources", "hosts", "from", "hours", "expires", "locks", "keys", "read_budget", "sessions",
            "rows_per_day", "upload_per_day", "snapshots_per_day", "max_silence",
        ])
        let own = ClientWords.of(grant.client).filter { said.contains($0.key) }.map {
            Rule(what: $0.key, isAllowed: nil, why: $0.value, key: $0.key, origin: origins[$0.key])
        }
        let repository = grant.repository
        return own
            + [
                ("at", repository.place.description), ("quota", repository.quota?.size ?? "none"),
                ("max_objects", "\(repository.maxObjects)"),
            ].map { Rule(what: $0.0, isAllowed: nil, why: $0.1, key: $0.0, origin: ofRepository[$0.0]) }
    }
}
