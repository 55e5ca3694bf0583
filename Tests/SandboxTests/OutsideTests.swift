internal import Glibc
internal import Prisoner
internal import Testing

@Suite("What lies outside its repository") struct OutsideTests {
    @Test("is out of a gate's reach", arguments: OutsideAct.allCases, Circumstance.all)
    func outOfReach(act: OutsideAct, circumstance: Circumstance) throws {
        let state = try State()
        let trial = try circumstance.trial(act, in: state)
        #expect(trial.end == .exit(refusal(of: act)))
        #expect(try state.sizes(in: "storage/other/data/00") == ["object": 9])
        #expect(try state.sizes(in: "storage/other/tmp").isEmpty)
        #expect(try state.sizes(in: "trail") == ["audit.sqlite": 0])
        #expect(try state.sizes(in: "run").keys.sorted() == ["ledger.sock"])
    }

    @Test("is out of reach by Landlock alone", arguments: OutsideAct.allCases, Circumstance.landlockAlone)
    func outOfReachByLandlock(act: OutsideAct, circumstance: Circumstance) throws {
        let state = try State()
        let trial = try circumstance.trial(act, in: state)
        // Opening by handle is a matter of capabilities, which Landlock leaves alone.
        #expect(act == .openByHandle || trial.end == .exit(EACCES))
    }

    @Test("is out of reach of a gate whose storage is remote", arguments: OutsideAct.allCases)
    func outOfReachOfRemote(act: OutsideAct) throws {
        let state = try State()
        let trial = try Circumstance.all[0].trial(act, in: state, role: .remote)
        #expect(trial.end == .exit(refusal(of: act)))
    }

    private func refusal(of act: OutsideAct) -> Int32 {
        switch act {
        case .readPasswd, .readOwnMemory, .listRoot: EACCES
        case .readOtherRepository, .listOtherRepository, .writeOtherRepository, .moveToOtherRepository: EACCES
        case .readSecret, .readTrail, .writeTrail, .readCatalog, .readAuthorizedKeys, .writeAuthorizedKeys: EACCES
        case .listState, .makeFileInState, .removeSocket: EACCES
        case .openByHandle, .makeFolder, .makeFolderInObjects, .makePipe, .makeSymbolicLink: EPERM
        }
    }
}
