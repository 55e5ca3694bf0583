@testable import Policy
import Restic
import Testing

@Suite("A decision") struct DecisionTests {
    /// Every object, by its kind; `nil` is the config.
    private static let kinds: [FileKind?] = FileKind.allCases + [nil]

    private func object(_ kind: FileKind?) throws -> Object {
        guard let kind else { return .config }
        return .file(kind, try #require(FileName(String(repeating: "0", count: 64))))
    }

    /// Every policy that a decision depends on.
    private func grants() throws -> [Grant] {
        let repository = Repository(name: "a", place: try Place(parsing: "main:a"))
        var grants: [Grant] = []
        for reading in Client.Reading.allCases {
            for locks in Client.LockRemoval.allCases {
                for keys in Client.KeyAdding.allCases {
                    for create in [false, true] {
                        var client = Client(name: try #require(Name("web1")))
                        (client.reading, client.locks, client.keys, client.create) = (reading, locks, keys, create)
                        grants.append(Grant(client: client, repository: repository, mayCreate: create))
                    }
                }
            }
        }
        return grants
    }

    /// Each of them, for a repository with a config and without.
    private func cases() throws -> [(Grant, configured: Bool)] {
        try grants().flatMap { [($0, false), ($0, true)] }
    }

    private func decide(_ grant: Grant, _ request: Request, _ configured: Bool, length: ByteCount = .zero) -> Decision {
        grant.decide(request, length: length, configured: configured)
    }

    @Test("Nothing is ever removed but a lock, and never the repository")
    func removal() throws {
        for (grant, configured) in try cases() {
            for kind in Self.kinds {
                let expected: Decision = kind == .locks ? .allow : .refuse(.appendOnly)
                #expect(try decide(grant, .remove(object(kind)), configured) == expected)
            }
            #expect(decide(grant, .deleteRepository, configured) == .refuse(.appendOnly))
        }
    }

    @Test("All can be listed, looked for and read, but stored data by a client that may not")
    func reading() throws {
        for (grant, configured) in try cases() {
            for kind in FileKind.allCases { #expect(decide(grant, .list(kind), configured) == .allow) }
            for kind in Self.kinds {
                let object = try object(kind)
                #expect(decide(grant, .stat(object), configured) == .allow)
                let isRefused = kind == .data && grant.client.reading == .none
                #expect(decide(grant, .load(object), configured) == (isRefused ? .refuse(.readNone) : .allow))
            }
        }
    }

    @Test("A repository that is not there is made, and stored into, only by a client that may create")
    func creation() throws {
        for (grant, configured) in try cases() {
            let isRefused = !configured && !grant.mayCreate
            #expect(
                decide(grant, .createRepository, configured) == (isRefused ? .refuse(.repositoryMissing) : .allow))
            guard isRefused else { continue }
            for kind in Self.kinds {
                for length in [ByteCount.zero, ByteCount(bytes: 100)] {
                    let decision = try decide(grant, .save(object(kind)), configured, length: length)
                    #expect(decision == .refuse(.repositoryMissing))
                }
            }
        }
    }

    @Test("A key is added while a repository is initialised, and later only by a client that may")
    func keys() throws {
        for (grant, configured) in try cases() {
            guard configured || grant.mayCreate else { continue }
            let isRefused = configured && grant.client.keys == .initOnly
            #expect(
                try decide(grant, .save(object(.keys)), configured) == (isRefused ? .refuse(.keysAfterInit) : .allow))
        }
    }

    @Test("Every kind is stored up to its largest size, and not beyond")
    func sizes() throws {
        for (grant, configured) in try cases() {
            guard configured || grant.mayCreate else { continue }
            for kind in Self.kinds where kind != .keys || grant.client.keys == .add {
                let object = try object(kind)
                let limit = Limits.size(of: object)
                for length in [.zero, limit] {
                    #expect(decide(grant, .save(object), configured, length: length) == .allow)
                }
                for length in [limit + ByteCount(bytes: 1), ByteCount(bytes: .max)] {
                    #expect(decide(grant, .save(object), configured, length: length) == .refuse(.tooLarge))
                }
            }
        }
    }

    private func grant(for purpose: Grant.Purpose) throws -> Grant {
        try #require(Grant.maintaining(Repository(name: "a", place: try Place(parsing: "main:a")), for: purpose))
    }

    @Test(
        "All can be listed, looked for and read by maintenance and by views",
        arguments: [Grant.Purpose.maintenance, .view])
    func maintainersRead(purpose: Grant.Purpose) throws {
        let grant = try grant(for: purpose)
        for kind in FileKind.allCases { #expect(decide(grant, .list(kind), true) == .allow) }
        for kind in Self.kinds {
            let object = try object(kind)
            for request in [Request.stat(object), .load(object)] { #expect(decide(grant, request, true) == .allow) }
        }
    }

    @Test("The gateway's own restic may remove all but the config, which it cannot replace either")
    func maintenance() throws {
        let grant = try grant(for: .maintenance)
        for kind in Self.kinds {
            let object = try object(kind)
            let expected: Decision = kind == nil ? .refuse(.appendOnly) : .allow
            for request in [Request.save(object), .remove(object)] { #expect(decide(grant, request, true) == expected) }
            let tooLong = Limits.size(of: object) + ByteCount(bytes: 1)
            let refused: Decision = kind == nil ? .refuse(.appendOnly) : .refuse(.tooLarge)
            #expect(decide(grant, .save(object), true, length: tooLong) == refused)
        }
        #expect(decide(grant, .createRepository, true) == .allow)
        #expect(decide(grant, .deleteRepository, true) == .refuse(.appendOnly))
    }

    @Test("A view only reads; its locks are its own affair")
    func view() throws {
        let grant = try grant(for: .view)
        for kind in Self.kinds {
            let object = try object(kind)
            let expected: Decision = kind == .locks ? .allow : .refuse(.appendOnly)
            for request in [Request.save(object), .remove(object)] { #expect(decide(grant, request, true) == expected) }
            let tooLong = Limits.size(of: object) + ByteCount(bytes: 1)
            #expect(decide(grant, .save(object), true, length: tooLong) == .refuse(.appendOnly))
        }
        for request in [Request.createRepository, .deleteRepository] {
            #expect(decide(grant, request, true) == .refuse(.appendOnly))
        }
    }

    @Test(
        "A run that takes something away is alone, and only one that reads goes beside others",
        arguments: RunKind.allCases)
    func runs(kind: RunKind) {
        #expect(!(kind.isExclusive && kind.isReading))
        #expect(kind.isExclusive == [.forget, .prune, .quarantine, .repair].contains(kind))
        #expect(kind.isReading == [.check, .verify, .view].contains(kind))
    }
}
