internal import Glibc
internal import Prisoner
internal import Sandbox
internal import Testing

@Suite("Whom a confined process can talk to") struct SocketTests {
    @Test("A gate with local storage makes no connection at all", arguments: SocketAct.allCases, Circumstance.all)
    func noConnection(act: SocketAct, circumstance: Circumstance) throws {
        let state = try State()
        #expect(try circumstance.trial(act, in: state).end == .exit(EPERM))
    }

    @Test(
        "A gate with remote storage reaches one TCP port, and nothing else", arguments: remote,
        [Circumstance(walls: .full, user: .runner), Circumstance(walls: .full, user: .unprivileged)])
    func onePort(expected: Expected, circumstance: Circumstance) throws {
        let state = try State()
        #expect(try circumstance.trial(expected.act, in: state, role: .remote).end == .exit(expected.answer))
    }

    @Test("The ledger accepts, and calls nobody", arguments: ledger, Circumstance.all)
    func ledgerAccepts(expected: Expected, circumstance: Circumstance) throws {
        let state = try State()
        #expect(try circumstance.trial(expected.act, in: state, role: .ledger).end == .exit(expected.answer))
    }

    /// An act, and 0 or the `errno` that it must get.
    struct Expected: Sendable, CustomTestStringConvertible {
        let act: SocketAct
        let answer: Int32

        var testDescription: String { act.rawValue }

        init(_ act: SocketAct, _ answer: Int32) {
            self.act = act
            self.answer = answer
        }
    }

    private static let remote = [
        Expected(.allowedPort, Answer.worked), Expected(.otherPort, EACCES), Expected(.otherPortByFastOpen, EPERM),
        Expected(.udp, EPERM), Expected(.multipath, EPERM), Expected(.netlink, EPERM), Expected(.servePort, EPERM),
        Expected(.secondSession, EPERM), Expected(.serveUnix, EPERM), Expected(.pair, EPERM), Expected(.accept, EPERM),
    ]
    private static let ledger = [
        Expected(.accept, Answer.worked), Expected(.secondSession, EPERM), Expected(.idleSocketToLedger, EPERM),
        Expected(.serveUnix, EPERM), Expected(.datagramToLog, EPERM), Expected(.streamToLog, EPERM),
        Expected(.allowedPort, EPERM),
        Expected(.udp, EPERM), Expected(.pair, EPERM), Expected(.netlink, EPERM),
    ]
}
