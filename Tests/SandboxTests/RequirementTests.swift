internal import Glibc
internal import Prisoner
@testable internal import Sandbox
internal import Testing

@Suite("What a confinement asks for, and says") struct RequirementTests {
    @Test("A confined process has given up what it does not need", arguments: ConditionAct.allCases, Circumstance.all)
    func conditions(act: ConditionAct, circumstance: Circumstance) throws {
        let state = try State()
        #expect(try circumstance.trial(act, in: state).end == .exit(Answer.worked))
    }

    @Test("The proof names the level that holds")
    func namesLevel() throws {
        let state = try State()
        #expect(try Circumstance.all[0].trial("tell", in: state).output.hasPrefix("\(Level.ofThisKernel.rawValue) "))
    }

    @Test("Debian 12's own kernel is enough for a user that is not root")
    func unprivilegedOnABI2() throws {
        let state = try State()
        let circumstance = Circumstance(walls: .abi2, user: .unprivileged)
        #expect(try circumstance.trial("tell", in: state).output.hasPrefix("landlock-2 "))
    }

    @Test(
        "Debian 12's own kernel is not enough for root, unless root writes best-effort", arguments: Confinement.allCases
    )
    func rootOnABI2(word: Confinement) throws {
        let state = try State()
        let trial = try Trial(Terms("tell", in: state.path, walls: .abi2, word: word))
        if word == .required, geteuid() == 0 {
            #expect(trial.end == .exit(Answer.notConfined))
            #expect(trial.output == ConfinementError.rootBeforeTruncate.description)
        } else {
            #expect(trial.output.hasPrefix("landlock-2 "))
        }
    }

    @Test("Without Landlock nothing starts, unless best-effort is written", arguments: Confinement.allCases)
    func noLandlock(word: Confinement) throws {
        let state = try State()
        let trial = try Trial(Terms("tell", in: state.path, walls: .noLandlock, word: word))
        switch word {
        case .required: #expect(trial.output == ConfinementError.noLandlock.description)
        case .bestEffort: #expect(trial.output.hasPrefix("seccomp-only "))
        }
    }

    @Test("A process with a second thread is not confined, since that thread would not be")
    func secondThread() throws {
        let state = try State()
        let trial = try Circumstance.all[0].trial("enterBesideAThread", in: state)
        #expect(trial.end == .exit(Answer.notConfined))
        #expect(trial.output == ConfinementError.severalThreads.description)
    }

    @Test("A repository that lacks a folder, or has a link in its place, is refused", arguments: [false, true])
    func brokenRepository(planted: Bool) throws {
        let state = try State()
        try state.remove("storage/repo/tmp")
        if planted { try state.link("storage/repo/tmp", to: "secrets") }
        let trial = try Circumstance.all[0].trial("tell", in: state)
        #expect(trial.end == .exit(Answer.notConfined))
        #expect(trial.output.hasPrefix("cannot confine to \(state.path)/storage/repo/tmp: "))
    }

    @Test("What required asks for depends on the kernel, the user and the storage", arguments: shortfalls)
    func shortfall(_ row: Shortfall) {
        let repository = Folder.at("/srv/repo")
        let local = Kernel(landlock: row.landlock).shortfall(of: .gate(appendingTo: repository), asRoot: row.root)
        let remote = Kernel(landlock: row.landlock).shortfall(of: .gate(connectingTo: 443), asRoot: row.root)
        #expect(local == row.local)
        #expect(remote == row.remote)
    }

    @Test("A level's name in the trail never changes")
    func names() {
        let names = Level.allCases.map(\.rawValue)
        #expect(
            names == [
                "seccomp-only", "landlock-2", "landlock-3", "landlock-4", "landlock-5", "landlock-6", "landlock-7",
            ])
        #expect(Level.allCases == Level.allCases.sorted())
    }

    @Test(
        "A level follows from the ABI: ABI 1 is of no use, and later ones count as the last that we know",
        arguments: [
            (0, Level.callsOnly), (1, .callsOnly), (2, .landlock2), (6, .landlock6), (7, .landlock7), (9, .landlock7),
        ])
    func levels(abi: Int, level: Level) {
        #expect(Level(abi: abi) == level)
    }

    /// A kernel and a user, and what is then missing.
    struct Shortfall: Sendable {
        let landlock: Kernel.Landlock
        let root: Bool
        let local: ConfinementError?
        let remote: ConfinementError?
    }

    private static let shortfalls = [
        Shortfall(landlock: .absent, root: false, local: .noLandlock, remote: .noLandlock),
        Shortfall(landlock: .switchedOff, root: false, local: .landlockSwitchedOff, remote: .landlockSwitchedOff),
        Shortfall(landlock: .abi(1), root: false, local: .landlockTooOld, remote: .landlockTooOld),
        Shortfall(landlock: .abi(2), root: false, local: nil, remote: .portsBeforeABI4),
        Shortfall(landlock: .abi(2), root: true, local: .rootBeforeTruncate, remote: .rootBeforeTruncate),
        Shortfall(landlock: .abi(3), root: true, local: nil, remote: .portsBeforeABI4),
        Shortfall(landlock: .abi(4), root: true, local: nil, remote: nil),
        Shortfall(landlock: .abi(7), root: true, local: nil, remote: nil),
    ]
}
