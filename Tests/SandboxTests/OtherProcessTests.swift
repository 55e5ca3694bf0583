internal import Glibc
internal import Prisoner
internal import Testing

@Suite("Other processes, whatever a taken-over gate tries") struct OtherProcessTests {
    @Test("are not started", arguments: ProcessAct.allCases, Circumstance.all)
    func notStarted(act: ProcessAct, circumstance: Circumstance) throws {
        let state = try State()
        #expect(try circumstance.trial(act, in: state).end == .exit(refusal(of: act)))
    }

    @Test("are not looked into", arguments: SpyAct.allCases, Circumstance.all)
    func notSpiedUpon(act: SpyAct, circumstance: Circumstance) throws {
        let state = try State()
        #expect(try circumstance.trial(act, in: state).end == .exit(act == .readMemoryFile ? EACCES : EPERM))
    }

    @Test("get no signal from it", arguments: SignalAct.allCases, Circumstance.all)
    func notSignalled(act: SignalAct, circumstance: Circumstance) throws {
        let state = try State()
        #expect(try circumstance.trial(act, in: state).end == .exit(EPERM))
    }

    @Test("are not slowed, and it gains no right", arguments: PowerAct.allCases, Circumstance.all)
    func notOverpowered(act: PowerAct, circumstance: Circumstance) throws {
        let state = try State()
        #expect(try circumstance.trial(act, in: state).end == .exit(EPERM))
    }

    @Test(
        "are as safe without Landlock, by the filter alone",
        arguments: [SignalAct.terminate, .signalByHandle, .signalBySocket, .queueSignal])
    func safeByFilter(act: SignalAct) throws {
        let state = try State()
        let alone = Circumstance(walls: .noLandlock, user: .unprivileged)
        #expect(try alone.trial(act, in: state).end == .exit(EPERM))
    }

    @Test(
        "get no signal by Landlock alone, where its ABI is 6 or later",
        arguments: [SignalAct.probe, .terminate, .signalThread, .signalByHandle], Circumstance.landlockAlone)
    func safeByLandlock(act: SignalAct, circumstance: Circumstance) throws {
        let state = try State()
        #expect(try circumstance.trial(act, in: state).end == .exit(EPERM))
    }

    @Test("A call by the gate of another architecture ends it", arguments: Circumstance.all)
    func otherArchitecture(circumstance: Circumstance) throws {
        let state = try State()
        #expect(try circumstance.trial(LastAct.callAs32Bit, in: state).end == .signal(SIGSYS))
    }

    private func refusal(of act: ProcessAct) -> Int32 {
        switch act {
        case .execute, .executeOpen, .fork, .vfork, .cloneProcess, .cloneIntoNamespace, .makeNamespace: EPERM
        case .cloneByStructure, .callAsX32, .callNewer: ENOSYS
        }
    }
}
