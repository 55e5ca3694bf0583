internal import Catalog
internal import Glibc
internal import Linux
public import Trail

/// The program `postern-ledger`, once its arguments are understood.
public enum LedgerProgram {
    /// Serves gates until SIGTERM, or until there is nothing to do for a ledger that systemd started.
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
            let premises = try Premises(settings)
            let (trail, catalog) = try premises.open(rebuild: false, clock: clock, say: say)
            let books = try Books(
                trail: trail, catalog: catalog, owner: geteuid(), monotonic: { Server.now }, say: say)
            var server = try Server(books, settings, try premises.listen(), say: say)
            say("serves \(settings.socket), \(trail.last) rows")
            return finish(books, premises, result(of: &server), say: say)
        } catch {
            say("error: \(error)")
            return 1
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
            let (trail, catalog) = try premises.open(rebuild: true, clock: .system, say: say)
            catalog.checkpoint()
            say("the catalog is made anew from \(trail.last) rows")
            return 0
        } catch {
            say("error: \(error)")
            return 1
        }
    }

    private static func result(of server: inout Server) -> Trouble? {
        do throws(Trouble) {
            try server.serve()
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
        say("error: \(trouble)")
        if case .catalog(let error) = trouble, error.wantsRebuild { premises.removeCatalog() }
        return 1
    }
}
