internal import Glibc
internal import Prisoner
internal import Sandbox
internal import Testing

@Suite("A stored object, whatever a taken-over gate tries") struct StoredObjectTests {
    @Test("stays as it is", arguments: ObjectAct.allCases, Circumstance.all)
    func stays(act: ObjectAct, circumstance: Circumstance) throws {
        for role in [Terms.Role.appending, .established] {
            let state = try State()
            if circumstance.user == .unprivileged { try state.giveAway() }
            let before = try state.storedObject()
            let trial = try circumstance.trial(act, in: state, role: role)
            #expect(trial.end == .exit(refusal(of: act, circumstance)), "\(role)")
            #expect(try state.storedObject() == before)
            #expect(try state.sizes(in: "storage/repo/data/00", but: ["object"]).values.allSatisfy { $0 == 0 })
        }
    }

    @Test("stays as it is under a gate that may only read", arguments: ObjectAct.allCases)
    func staysUnderReader(act: ObjectAct) throws {
        let state = try State()
        let before = try state.storedObject()
        let trial = try Circumstance.all[0].trial(act, in: state, role: .reading)
        #expect(trial.end != .exit(Answer.worked) && trial.end != .exit(Answer.notConfined))
        #expect(try state.storedObject() == before)
        #expect(try state.sizes(in: "storage/repo/data/00", but: ["object"]).isEmpty)
    }

    @Test(
        "is kept by Landlock alone from what Landlock knows", arguments: landlockKnows, Circumstance.landlockAlone)
    func staysByLandlock(act: ObjectAct, circumstance: Circumstance) throws {
        let state = try State()
        let trial = try circumstance.trial(act, in: state)
        #expect(trial.end == .exit(act == .linkOut ? EXDEV : act == .renameOntoName ? EEXIST : EACCES))
        #expect(try state.storedObject().bytes == Array("stored".utf8))
    }

    private static let landlockKnows: [ObjectAct] = [
        .unlink, .rename, .renameOver, .renameOntoName, .exchange, .moveOut, .moveFolderOut, .removeFolder, .truncate,
        .openTruncating, .openAsNewStructure, .create, .createBeside, .openForWriting, .openForAppending, .linkOut,
    ]

    /// EACCES is Landlock's word; EPERM and ENOSYS are the filter's; EEXIST is renameat2's own.
    private func refusal(of act: ObjectAct, _ circumstance: Circumstance) -> Int32 {
        switch act {
        case .unlink, .rename, .renameOver, .moveOut, .moveFolderOut, .removeFolder: EACCES
        case .createBeside, .openForWriting, .openForAppending: EACCES
        case .renameOntoName: EEXIST
        case .openAsNewStructure: circumstance.landlockKnowsTruncating ? EACCES : ENOSYS
        case .exchange, .truncate, .openTruncating, .create, .linkOut, .linkIn: EPERM
        case .changeMode, .changeModeOfOpen, .changeOwner, .changeTimes, .setAttribute, .removeAttribute, .setFlags:
            EPERM
        }
    }
}
