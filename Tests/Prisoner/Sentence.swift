internal import CPrisoner
internal import Glibc
internal import Linux
internal import Sandbox

/// A process that confines itself as its terms say and then tries one act.
enum Sentence {
    /// Does all of it, and returns the exit number.
    static func serve(_ terms: Terms) throws(SystemCallError) -> Int32 {
        try Confinement.closeInheritedDescriptors(keeping: [UInt32(Terms.inherited.kept)])
        // A process that has changed its user may not open its own any more.
        let environment = try hold(Descriptor.at("/proc/self/environ", O_RDONLY))
        guard become(terms.user) else { return Answer.badTerms }
        let cell = try Cell(state: terms.state, environment: environment)
        if terms.act == "enterBesideAThread" { startIdleThread() }
        do {
            let start = nanoseconds()
            let level = try confine(terms, cell)
            let took = (nanoseconds() - start) / 1000
            if terms.act == "tell" { say("\(level.rawValue) \(took)") }
        } catch {
            say("\(error)")
            return Answer.notConfined
        }
        return attempt(terms.act, in: cell) ?? Answer.badTerms
    }

    private static func become(_ user: Terms.User) -> Bool {
        switch user {
        case .runner: true
        case .unprivileged:
            geteuid() != 0 || setgroups(0, nil) == 0 && setgid(65534) == 0 && setuid(65534) == 0
        }
    }

    private static func confine(_ terms: Terms, _ cell: Cell) throws(ConfinementError) -> Level {
        let open = Descriptor(owning: fcntl(cell.repository, F_DUPFD_CLOEXEC, 3))
        let allowance = cell.allowance(terms.role, open: open)
        switch terms.walls {
        case .full:
            return try terms.word.enter(allowance).level
        case .abi2:
            return try terms.word.enter(allowance, on: Kernel(landlock: .abi(2))).level
        case .noLandlock:
            return try terms.word.enter(allowance, on: Kernel(landlock: .absent)).level
        case .landlockAlone:
            _ = prisoner_prctl(PR_SET_NO_NEW_PRIVS, 1)
            try Ruleset.restrict(to: allowance, on: .running)
            return .ofThisKernel
        }
    }

    private static func attempt(_ act: String, in cell: Cell) -> Int32? {
        if act == "tell" { return Answer.worked }
        let kinds: [any Act.Type] = [
            ObjectAct.self, TrashAct.self, PlantAct.self, OutsideAct.self, ProcessAct.self, SpyAct.self, SignalAct.self,
            PowerAct.self, SocketAct.self, DailyAct.self, LookupAct.self, ConditionAct.self, LastAct.self,
        ]
        for kind in kinds {
            if let result = kind.attempt(act, in: cell) { return result }
        }
        return nil
    }

    private static func startIdleThread() {
        var thread = pthread_t()
        _ = unsafe pthread_create(&thread, nil, { _ in pause() == 0 ? nil : nil }, nil)
    }

    private static func nanoseconds() -> Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    private static func say(_ text: String) {
        _ = unsafe write(1, text, text.utf8.count)
    }
}
