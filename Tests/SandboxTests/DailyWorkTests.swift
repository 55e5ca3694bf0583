internal import Glibc
internal import Prisoner
internal import Testing

@Suite("Daily work goes on in confinement") struct DailyWorkTests {
    @Test("A gate that may append does all that it needs", arguments: appending, Circumstance.all)
    func appends(act: DailyAct, circumstance: Circumstance) throws {
        let state = try State()
        #expect(try circumstance.trial(act, in: state).end == .exit(Answer.worked))
    }

    @Test(
        "Once there is a config, a gate does all that backups need, and adds nothing beside objects",
        arguments: appending, [Terms.Role.established, .keying])
    func backsUp(act: DailyAct, role: Terms.Role) throws {
        for circumstance in Circumstance.all {
            let state = try State()
            let end = try circumstance.trial(act, in: state, role: role).end
            #expect(end == .exit(act == .commitConfig ? EACCES : Answer.worked), "\(circumstance)")
        }
    }

    @Test(
        "Nothing can be planted in an initialised repository but what the policy lets the client add",
        arguments: PlantAct.allCases, [Terms.Role.appending, .established, .keying, .maintaining])
    func plants(act: PlantAct, role: Terms.Role) throws {
        for circumstance in Circumstance.all {
            let state = try State()
            let end = try circumstance.trial(act, in: state, role: role).end
            // Before there is a config, Landlock cannot tell what the root may hold from what lies below it.
            let works =
                switch role {
                case .appending: act != .plantStray
                case .keying: act == .plantKey
                case .maintaining: act == .plantKey || act == .plantInTrash
                default: false
                }
            #expect((end == .exit(Answer.worked)) == works, "\(circumstance): \(end)")
            #expect(end != .exit(Answer.notConfined) && end != .exit(Answer.badTerms))
            guard !works, role != .appending else { continue }
            // Not so much as an empty file is left behind.
            let folders = ["storage/repo", "storage/repo/keys", "storage/repo/trash/7/data"]
            let left = try folders.flatMap { try state.sizes(in: $0).keys }
            #expect(!left.contains { ["config", "planted", "stray"].contains($0) }, "\(circumstance): \(left)")
        }
    }

    @Test(
        "Where the file system cannot rename without replacing, linking commits",
        arguments: appending + [.commitByLink], Circumstance.all)
    func links(act: DailyAct, circumstance: Circumstance) throws {
        let state = try State()
        #expect(try circumstance.trial(act, in: state, role: .linking).end == .exit(Answer.worked))
    }

    @Test("A gate that may only read reads, and changes nothing", arguments: DailyAct.allCases, Circumstance.all)
    func reads(act: DailyAct, circumstance: Circumstance) throws {
        let state = try State()
        let trial = try circumstance.trial(act, in: state, role: .reading)
        #expect((trial.end == .exit(Answer.worked)) == Self.reading.contains(act))
        #expect(try state.sizes(in: "storage/repo/tmp") == ["mine": 4])
        #expect(try state.sizes(in: "storage/repo/locks") == ["lock": 2])
    }

    @Test("A gate that only refuses opens nothing, and can say why", arguments: DailyAct.allCases)
    func refuses(act: DailyAct) throws {
        let state = try State()
        let trial = try Circumstance.all[0].trial(act, in: state, role: .refusing)
        #expect((trial.end == .exit(Answer.worked)) == Self.anyRole.contains(act))
    }

    @Test("The ledger keeps its database in WAL mode", arguments: Circumstance.all)
    func keepsDatabase(circumstance: Circumstance) throws {
        let state = try State()
        #expect(try circumstance.trial(DailyAct.keepDatabase, in: state, role: .ledger).end == .exit(Answer.worked))
        #expect(try state.sizes(in: "trail")["audit.sqlite"] ?? 0 > 0)
    }

    @Test("The ledger has its own folders and no other's", arguments: OutsideAct.allCases, Circumstance.all)
    func ledgerFolders(act: OutsideAct, circumstance: Circumstance) throws {
        let state = try State()
        let trial = try circumstance.trial(act, in: state, role: .ledger)
        let own: Set<OutsideAct> = [.readTrail, .writeTrail, .readCatalog, .removeSocket]
        #expect((trial.end == .exit(Answer.worked)) == own.contains(act))
    }

    @Test("The ledger cannot read a repository", arguments: [DailyAct.readObject, .listObjects, .upload, .removeLock])
    func ledgerReadsNoObject(act: DailyAct) throws {
        let state = try State()
        #expect(try Circumstance.all[0].trial(act, in: state, role: .ledger).end == .exit(EACCES))
    }

    @Test(
        "A gate that serves may look names up at once, where Landlock leaves it no way to truncate",
        arguments: Terms.Role.allCases.filter { $0 != .remote }, Circumstance.all)
    func looksUpAtOnce(role: Terms.Role, circumstance: Circumstance) throws {
        let state = try State()
        let trial = try circumstance.trial(LookupAct.atOnce, in: state, role: role)
        let serving: Set<Terms.Role> = [.appending, .established, .keying, .linking, .reading]
        let isAllowed = serving.contains(role) && circumstance.landlockKnowsTruncating
        #expect(trial.end == .exit(isAllowed ? Answer.worked : ENOSYS))
    }

    @Test("What a confined process writes to stdout arrives", arguments: Circumstance.all)
    func writes(circumstance: Circumstance) throws {
        let state = try State()
        #expect(try circumstance.trial(DailyAct.write, in: state).output == "written\n")
    }

    @Test("A broken gate can still abort", arguments: Circumstance.all)
    func aborts(circumstance: Circumstance) throws {
        let state = try State()
        #expect(try circumstance.trial(LastAct.abort, in: state).end == .signal(SIGABRT))
    }

    private static let anyRole: [DailyAct] = [
        .startThread, .hash, .askLimits, .write, .talkToLedger, .signalItself, .pollAndWake,
    ]
    private static let reading: [DailyAct] = anyRole + [.readObject, .listObjects, .syncFolder]
    private static let appending: [DailyAct] =
        reading + [.upload, .commit, .commitConfig, .abandonUpload, .makeLock, .removeLock]
}
