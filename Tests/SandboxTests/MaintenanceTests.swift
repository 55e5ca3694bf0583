internal import Glibc
internal import Prisoner
internal import Testing

@Suite("A gate of maintenance in confinement") struct MaintenanceTests {
    @Test(
        "moves objects to the trash and back, and can do nothing else to them", arguments: TrashAct.allCases,
        Circumstance.all)
    func trash(act: TrashAct, circumstance: Circumstance) throws {
        let state = try State()
        try state.add("storage/repo/config", "config")
        let trial = try circumstance.trial(act, in: state, role: .maintaining)
        #expect(trial.end == .exit(refusal(of: act)))
        let stored = try state.sizes(in: "storage/repo/data/00")
        let trash = try state.sizes(in: "storage/repo/trash/7/data")
        #expect(stored.count + trash.count == 2 && (stored["object"] ?? trash["object"]) == 6)
        #expect((stored["old"] ?? trash["old"]) == 3)
        #expect(try state.sizes(in: "storage/repo")["config"] == 6)
    }

    @Test(
        "leaves a stored object where it is, whatever it tries but moving it", arguments: ObjectAct.allCases,
        Circumstance.all)
    func object(act: ObjectAct, circumstance: Circumstance) throws {
        // To another name in its folder it may be moved: that is what the trash is.
        guard act != .rename else { return }
        let state = try State()
        if circumstance.user == .unprivileged { try state.giveAway() }
        let before = try state.storedObject()
        let trial = try circumstance.trial(act, in: state, role: .maintaining)
        #expect(trial.end != .exit(Answer.worked) && trial.end != .exit(Answer.notConfined))
        #expect(try state.storedObject() == before)
    }

    @Test("cannot read what lies outside its repository", arguments: OutsideAct.allCases, Circumstance.all)
    func outside(act: OutsideAct, circumstance: Circumstance) throws {
        let state = try State()
        for role in [Terms.Role.maintaining, .purging] {
            let trial = try circumstance.trial(act, in: state, role: role)
            #expect(trial.end != .exit(Answer.worked) && trial.end != .exit(Answer.notConfined))
        }
    }

    @Test("that purges removes what is in the trash, and nothing else", arguments: TrashAct.allCases, Circumstance.all)
    func purge(act: TrashAct, circumstance: Circumstance) throws {
        let state = try State()
        let trial = try circumstance.trial(act, in: state, role: .purging)
        #expect((trial.end == .exit(Answer.worked)) == (act == .purge))
        #expect(try state.sizes(in: "storage/repo/data/00") == ["object": 6])
        #expect(try state.sizes(in: "storage/repo/trash/7/data") == (act == .purge ? [:] : ["old": 3]))
    }

    @Test("that purges can touch no object", arguments: ObjectAct.allCases, Circumstance.all)
    func purgerAndObjects(act: ObjectAct, circumstance: Circumstance) throws {
        let state = try State()
        if circumstance.user == .unprivileged { try state.giveAway() }
        let before = try state.storedObject()
        let trial = try circumstance.trial(act, in: state, role: .purging)
        #expect(trial.end != .exit(Answer.worked) && trial.end != .exit(Answer.notConfined))
        #expect(try state.storedObject() == before)
    }

    /// EPERM is the filter's word, EXDEV is Landlock's: nothing moves to where more may be done to it.
    private func refusal(of act: TrashAct) -> Int32 {
        switch act {
        case .trash, .restore: Answer.worked
        case .purge, .restoreOver, .trashOver, .exchangeWithTrash, .removeConfig: EPERM
        case .moveToTemporary, .moveTrashToTemporary: EXDEV
        case .moveConfig: EACCES
        }
    }
}
