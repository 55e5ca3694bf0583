import Catalog
import LedgerWire
import Policy
import Restic
import Testing
import Trail

@testable import Ledger

@Suite("Whose is what") struct RepositoryTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    func refusal(_ reply: Reply?) throws -> Refusal? {
        switch reply {
        case .permitted: nil
        case .refused(let refusal, _): refusal
        case .opened, .granted, .reserved, .dismissed, .held, .began, .state, .failure, nil:
            throw Desk.Unexpected()
        }
    }

    @Test("A client removes its own lock, also in a later session, and nobody else's")
    func ownLocks() throws {
        let (mine, _) = try desk.session(opening("web1", at: "main:shared"))
        let (other, _) = try desk.session(opening("web2", at: "main:shared"))
        try desk.save(mine, lock(1))
        #expect(try refusal(desk.send(other, .permitRemove(try lock(1), sweeping: false))) == .lockOfOther)
        #expect(desk.send(mine, .close(SessionCounts())) == .granted)
        let (later, _) = try desk.session(opening("web1", at: "main:shared"))
        #expect(try refusal(desk.send(later, .permitRemove(try lock(1), sweeping: false))) == nil)
        // It is gone now: nobody made it.
        #expect(try refusal(desk.send(later, .permitRemove(try lock(1), sweeping: false))) == .lockOfOther)
    }

    @Test("A lock that the trail does not know belongs to nobody, unless the policy says any")
    func unknownLock() throws {
        let (own, _) = try desk.session(opening("web1"))
        let (any, _) = try desk.session(opening("web2", at: "main:web1") { $0.limits.anyLock = true })
        #expect(try refusal(desk.send(own, .permitRemove(try lock(9), sweeping: false))) == .lockOfOther)
        #expect(try refusal(desk.send(any, .permitRemove(try lock(9), sweeping: false))) == nil)
    }

    @Test("A removal that fails leaves the lock with its owner")
    func failedRemoval() throws {
        let (peer, _) = try desk.session(opening())
        try desk.save(peer, lock(1))
        guard case .permitted(let row) = desk.send(peer, .permitRemove(try lock(1), sweeping: false)) else {
            throw Desk.Unexpected()
        }
        #expect(desk.send(peer, .failed(row: row, reason: "EIO")) == .granted)
        #expect(try desk.books.catalog.received(lock(1), at: Place(parsing: "main:web1"))?.client == "web1")
        #expect(try refusal(desk.send(peer, .permitRemove(try lock(1), sweeping: false))) == nil)
    }

    @Test("Nothing but locks is ever removed")
    func appendOnly() throws {
        let (peer, _) = try desk.session(opening { $0.limits.anyLock = true })
        for kind in FileKind.allCases where kind != .locks {
            let object = Object.file(kind, try name(1))
            #expect(try refusal(desk.send(peer, .permitRemove(object, sweeping: false))) == .appendOnly)
            #expect(try refusal(desk.send(peer, .permitRemove(object, sweeping: true))) == .appendOnly)
        }
        #expect(try refusal(desk.send(peer, .permitRemove(.config, sweeping: true))) == .appendOnly)
    }

    @Test("Locks are bounded for each client and each repository")
    func manyLocks() throws {
        for client in 1...4 {
            let (peer, _) = try desk.session(opening("web\(client)", at: "main:shared"))
            for number in 0..<Limits.locksOfClient - 1 { try desk.save(peer, lock(client * 100 + number)) }
            #expect(try desk.reserve(peer, lock(client * 100 + 90)) == nil)
            #expect(try desk.reserve(peer, lock(client * 100 + 91)) == .tooManyLocks)
        }
        let (fifth, _) = try desk.session(opening("web5", at: "main:shared"))
        #expect(try desk.reserve(fifth, lock(999)) == .tooManyLocks)
    }

    @Test("One session initialises a repository; another waits until it has ended")
    func initialisation() throws {
        let (first, _) = try desk.session(opening("web1", at: "main:new", configured: false))
        let (second, _) = try desk.session(opening("web2", at: "main:new", configured: false))
        let (key, other) = (Object.file(.keys, try name(1)), Object.file(.keys, try name(2)))
        #expect(try desk.reserve(first, key) == nil)
        #expect(try desk.reserve(second, other) == .initInProgress)
        #expect(try desk.reserve(second, .config) == .initInProgress)
        #expect(try refusal(desk.send(second, .permitRemove(key, sweeping: true))) == .initInProgress)
        desk.hangUp(first)
        #expect(try desk.reserve(second, other) == nil)
        try desk.save(second, .config, 155)
        #expect(desk.send(second, .close(SessionCounts())) == .granted)
    }

    @Test("A session that began before a repository was initialised by another cannot add a key to it")
    func lateKey() throws {
        let (late, _) = try desk.session(opening("web2", at: "main:new", configured: false))
        let (first, _) = try desk.session(opening("web1", at: "main:new", configured: false))
        try desk.save(first, .file(.keys, try name(1)))
        try desk.save(first, .config, 155)
        #expect(desk.send(first, .close(SessionCounts())) == .granted)
        #expect(try desk.reserve(late, .file(.keys, try name(2))) == .keysAfterInit)
        #expect(try refusal(desk.send(late, .permitRemove(.file(.keys, try name(1)), sweeping: true))) == .appendOnly)
    }

    @Test("Keys of a cut initialisation can be swept")
    func sweep() throws {
        let (cut, _) = try desk.session(opening(configured: false))
        let key = Object.file(.keys, try name(1))
        try desk.save(cut, key)
        desk.hangUp(cut)
        let (next, _) = try desk.session(opening(configured: false))
        #expect(try refusal(desk.send(next, .permitRemove(key, sweeping: true))) == nil)
        #expect(try desk.rows.last?.entry.action == .sweep)
        #expect(try desk.books.catalog.usage(of: Place(parsing: "main:web1")).objects == 0)
    }

    @Test("A client creates as many repositories as it may, and none without the right to")
    func creation() throws {
        for number in 1...2 {
            let (peer, _) = try desk.session(
                opening("web1", at: "main:r\(number)", configured: false) { $0.limits.maxRepositories = 2 })
            #expect(try refusal(desk.send(peer, .permitCreate)) == nil)
        }
        let (third, _) = try desk.session(
            opening("web1", at: "main:r3", configured: false) { $0.limits.maxRepositories = 2 })
        #expect(try refusal(desk.send(third, .permitCreate)) == .tooManyRepositories)
        let (again, _) = try desk.session(
            opening("web1", at: "main:r2", configured: false) { $0.limits.maxRepositories = 2 })
        #expect(try refusal(desk.send(again, .permitCreate)) == nil)
        let (without, _) = try desk.session(opening("web2", at: "main:r4") { $0.mayCreate = false })
        #expect(try refusal(desk.send(without, .permitCreate)) == .repositoryMissing)
    }

    @Test("A client has at most sixteen repositories without a config")
    func skeletons() throws {
        func create(_ number: Int) throws -> (PeerID, Refusal?) {
            let (peer, _) = try desk.session(
                opening("web1", at: "main:r\(number)", configured: false) { one in
                    one.limits.maxRepositories = 1000
                    one.limits.sessions = 1000
                })
            return (peer, try refusal(desk.send(peer, .permitCreate)))
        }
        var peers: [PeerID] = []
        for number in 1...16 {
            let (peer, refusal) = try create(number)
            #expect(refusal == nil)
            peers.append(peer)
        }
        #expect(try create(17).1 == .tooManyRepositories)
        try desk.save(peers[3], .config, 155)
        #expect(try create(17).1 == nil)
        #expect(try create(18).1 == .tooManyRepositories)
    }

    @Test("A session knows whether it is alone in its repository")
    func alone() throws {
        let (first, welcome) = try desk.session(opening("web1", at: "main:shared"))
        #expect(welcome.alone)
        #expect(try !desk.session(opening("web2", at: "main:shared")).welcome.alone)
        #expect(try desk.session(opening("web2", at: "main:elsewhere")).welcome.alone)
        desk.hangUp(first)
    }
}
