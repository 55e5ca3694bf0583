internal import Catalog
internal import Glibc
internal import Linux
internal import Sandbox
public import Trail

/// The program `postern-ledger`, once its arguments are understood.
public enum LedgerProgram {
    /// Serves gates until SIGTERM, or until there is nothing to do for a ledger that systemd started.
    ///
    /// The process must have one thread, and nothing open that it still needs but the standard streams: it confines
    /// itself for good.
    ///
    /// - Parameters:
    ///   - settings: where and for whom.
    ///   - clock: tells when a row is written.
    ///   - say: takes a line for the log.
    /// - Returns: the exit status: 0, or 1 after a line that says why.
    public static func serve(_ settings: Settings, clock: Clock = .system, say: @escaping (String) -> Void) -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        umask(0o077)
        do throws(Trouble) {
            try Trouble.system("descriptors") { () throws(SystemCallError) in
                try Confinement.closeInheritedDescriptors(keeping: settings.inherited.map { [UInt32($0)] } ?? [])
            }
            let premises = try Premises(settings)
            let (trail, catalog) = try premises.open(rebuild: false, clock: clock, say: say)
            let copies = try settings.log.map { (path) throws(Trouble) in try Copies(to: path, say: say) }
            let books = try Books(
                trail: trail, catalog: catalog, copies: copies, owner: geteuid(), monotonic: { Server.now }, say: say)
            var server = try Server(books, settings, try premises.listen(), say: say)
            return finish(books, premises, result(of: &server, books, premises, say), say: say)
        } catch {
            return fail(error, say)
        }
    }

    /// Makes the catalog anew from the trail.
    ///
    /// - Parameters:
    ///   - settings: where; no ledger may be running there.
    ///   - say: takes a line for the log.
    /// - Returns: the exit status: 0, or 1 after a line that says why.
    public static func rebuildCatalog(_ settings: Settings, say: (String) -> Void) -> Int32 {
        umask(0o077)
        do throws(Trouble) {
            let premises = try Premises(settings)
            _ = try premises.confine()
            let (trail, catalog) = try premises.open(rebuild: true, clock: .system, say: say)
            catalog.checkpoint()
            say("the catalog is made anew from \(trail.last) rows")
            return 0
        } catch {
            return fail(error, say)
        }
    }

    private static func fail(_ trouble: Trouble, _ say: (String) -> Void) -> Int32 {
        say("error: \(trouble)")
        if let hint = trouble.hint { say("hint: \(hint)") }
        return 1
    }

    /// Confines itself, and only then reads what anybody says.
    private static func result(
        of server: inout Server, _ books: Books, _ premises: borrowing Premises, _ say: (String) -> Void
    ) -> Trouble? {
        do throws(Trouble) {
            let proof = try premises.confine()
            say("serves \(premises.settings.socket), \(books.trail.last) rows, confined: \(proof.level.rawValue)")
            try server.serve(proof)
            return nil
        } catch {
            return error
        }
    }

    private static func finish(
        _ books: Books, _ premises: borrowing Premises, _ trouble: Trouble?, say: (String) -> Void
    ) -> Int32 {
        premises.unlisten()
        guard let trouble else {
            books.close()
            return 0
        }
        // Nothing more is written: the next start finds on the disk what is true.
        if case .catalog(let error) = trouble, error.wantsRebuild { premises.removeCatalog() }
        return fail(trouble, say)
    }
}
