import Foundation
import Policy
import PolicyFile
import Testing

@Suite("What a client's files look like from outside") struct FootprintTests {
    private let scratch: ScratchPolicy
    private let web1: Name

    init() throws {
        web1 = try #require(Name("web1"))
        scratch = try ScratchPolicy([
            "postern.toml": "state = \"/var/lib/postern\"\n", "clients.d/web1.toml": "disabled = false\n",
        ])
    }

    private var footprint: Footprint {
        get throws { try #require(scratch.folder.footprint(of: web1)) }
    }

    private static let changes: [(name: String, change: @Sendable (ScratchPolicy) throws -> Void)] = [
        ("in place, as long", { try Self.overwrite("\($0.path)/clients.d/web1.toml", "disabled = true \n") }),
        ("a new file", { try $0.write("clients.d/web1.toml", "disabled = false\n") }),
        ("the gateway's file", { try $0.write("postern.toml", "state = \"/var/lib/postern2\"\n") }),
        ("permissions", { try $0.permit("clients.d/web1.toml", 0o666) }),
    ]

    @Test("shows each change of a file that was left alone for a while", arguments: changes.indices)
    func change(index: Int) async throws {
        try await Task.sleep(for: .seconds(2.5))
        let first = try footprint
        #expect(try footprint.isSame(as: first))
        try Self.changes[index].change(scratch)
        #expect(try !footprint.isSame(as: first), "\(Self.changes[index].name)")
    }

    @Test("says nothing of a file that was changed a moment ago")
    func fresh() throws {
        let first = try footprint
        #expect(try !footprint.isSame(as: first))
    }

    @Test("does not trust a link, and there is none of a file that is missing")
    func others() throws {
        let web2 = try #require(Name("web2"))
        #expect(scratch.folder.footprint(of: web2) == nil)
        let link = "\(scratch.path)/clients.d/web2.toml"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "web1.toml")
        #expect(scratch.folder.footprint(of: web2) == nil)
    }

    /// Writes into the file that is there.
    private static func overwrite(_ path: String, _ text: String) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }
}
