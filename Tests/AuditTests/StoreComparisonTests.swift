import Audit
import Catalog
import Foundation
import Policy
import Restic
import Store
import Testing
import Trail

/// A trail that tells of a few objects, and a repository that holds them.
@Suite("Trail and repositories are compared") struct StoreComparisonTests {
    private let path: String
    private let stores: AuditedStores
    private var repository: String { "\(path)/storage/web1" }

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "postern-\(UUID().uuidString)").path
        for folder in ["trail", "catalog", "storage"] {
            try FileManager.default.createDirectory(atPath: "\(path)/\(folder)", withIntermediateDirectories: true)
        }
        let place = try Place(parsing: "main:web1")
        stores = AuditedStores(
            storages: [place.storage: .local(root: "\(path)/storage", floor: .zero)], places: [place])
        try LocalStorage(root: "\(path)/storage").complete(at: place)
        let trail = try TrailWriter("\(path)/trail/audit.sqlite", clock: .system)
        func tell(_ action: Action, _ object: String = "", _ bytes: UInt64 = 0, session: UInt64? = 1) throws {
            _ = try trail.append(
                Entry(
                    client: "web1", repository: "web1", action: action, object: object, bytes: ByteCount(bytes: bytes),
                    outcome: .allowed, details: action == .open ? [.init("place", "main:web1")] : []),
                session: session)
        }
        try tell(.open, session: nil)
        try tell(.create)
        try tell(.save, "config", 4)
        for digit in 1...3 { try tell(.save, "data/\(Self.name(digit))", 5) }
        try tell(.save, "locks/\(Self.name(4))", 5)
        try tell(.remove, "locks/\(Self.name(4))")
        try tell(.close)
        try trail.commit()
        trail.checkpoint()
        let catalog = try Catalog("\(path)/catalog/catalog.sqlite")
        _ = try catalog.catchUp(with: TrailReader("\(path)/trail/audit.sqlite"))
        // What was saved and removed was done, as the gate told the ledger.
        for row in UInt64(2)...8 { try catalog.finish(row) }
        try catalog.commit()
        try put("config", "conf")
        for digit in 1...3 { try put(Self.file(digit), "bytes") }
    }

    private static func name(_ digit: Int) -> String { String(repeating: "\(digit)", count: 64) }

    private static func file(_ digit: Int) -> String { "data/\(digit)\(digit)/\(name(digit))" }

    private func put(_ file: String, _ text: String) throws {
        try text.write(toFile: "\(repository)/\(file)", atomically: false, encoding: .utf8)
    }

    private func verify() throws -> Report {
        defer { try? FileManager.default.removeItem(atPath: path) }
        var verification = Verification(AuditedState(path))
        verification.stores = stores
        return try verification.run()
    }

    @Test("Where each object has its row, and each row its object, nothing is wrong")
    func sound() throws {
        let report = try verify()
        #expect(report.isSound, "\(report.defects)")
    }

    @Test("An object without a row")
    func unexplained() throws {
        try put("snapshots/\(Self.name(7))", "unknown")
        let defects = try verify().defects
        #expect(defects.map(\.damage) == [.store])
        #expect(
            defects.first?.text == "no row tells of 1 object in main:web1; the first: snapshots/\(Self.name(7))")
    }

    @Test("A row without its object")
    func missing() throws {
        try FileManager.default.removeItem(atPath: "\(repository)/\(Self.file(2))")
        let defects = try verify().defects
        #expect(defects.map(\.damage) == [.store])
        #expect(defects.first?.row == 5)
        #expect(
            defects.first?.text
                == "the trail tells of 1 object in main:web1 that is not there; the first: data/\(Self.name(2))")
    }

    @Test("An object of another size than its row tells")
    func resized() throws {
        try put(Self.file(3), "more bytes")
        let defects = try verify().defects
        #expect(defects.map(\.damage) == [.store] && defects.first?.row == 6)
        #expect(
            defects.first?.text
                == "1 object in main:web1 has another size than the trail tells; the first: data/\(Self.name(3))")
    }

    @Test("A repository that is gone")
    func gone() throws {
        try FileManager.default.removeItem(atPath: repository)
        let defects = try verify().defects
        #expect(defects.map(\.damage) == [.store] && defects.first?.row == 3)
        #expect(defects.first?.text.hasPrefix("the trail tells of 4 objects in main:web1 that are not there") == true)
    }
}
