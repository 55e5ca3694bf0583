import Glibc
import Linux
import Testing
import Trail

@testable import Seals

@Suite("The folder of the checkpoints") struct FolderTests {
    let scratch: Scratch
    let folder: SealFolder
    let name: KeyName

    init() throws {
        scratch = try Scratch()
        folder = SealFolder(state: scratch.path)
        try folder.prepare()
        name = try #require(KeyName(host: "gateway.example.org"))
    }

    private func checkpoint(_ size: UInt64) throws -> Checkpoint {
        Checkpoint(origin: name, size: size, root: try TreeHasher().leaf("\(size)"))
    }

    @Test("has a key that only its owner can read, and a verifier for everybody")
    func key() throws {
        #expect(try folder.signer() == nil)
        let made = try folder.makeSigner(named: name)
        #expect(made.verifier.name.description == "gateway.example.org/postern")
        #expect(try mode(of: folder.key) == 0o600)
        #expect(try mode(of: folder.verifier) == 0o644)
        #expect(try text(of: folder.verifier) == "\(made.verifier)\n")
        #expect(try !text(of: folder.verifier).contains("PRIVATE"))
        #expect(try folder.signer()?.verifier == made.verifier)
        #expect(try folder.verifierKey() == made.verifier)
        let again = try #require(try folder.signer()?.sign(try checkpoint(1)))
        #expect(again == made.sign(try checkpoint(1)))
    }

    @Test("never gets a second key")
    func once() throws {
        let made = try folder.makeSigner(named: name)
        let before = try text(of: folder.key)
        #expect(throws: SealError.system(SystemCallError("openat", EEXIST), folder.key)) {
            _ = try folder.makeSigner(named: name)
        }
        #expect(try text(of: folder.key) == before)
        #expect(try folder.verifierKey() == made.verifier)
    }

    @Test("does without its verifier, which follows from the key")
    func verifier() throws {
        let made = try folder.makeSigner(named: name)
        try #require(unsafe unlink(folder.verifier) == 0)
        #expect(try folder.signer()?.verifier == made.verifier)
        #expect(try folder.verifierKey() == made.verifier)
    }

    @Test("says when the key is gone, can be read by others, is exchanged or is no key")
    func wrongKeys() throws {
        _ = try folder.makeSigner(named: name)
        try #require(unsafe chmod(folder.key, 0o640) == 0)
        #expect(throws: SealError.looseKey(folder.key)) { _ = try folder.signer() }
        try #require(unsafe chmod(folder.key, 0o600) == 0)
        let verifier = try text(of: folder.verifier)
        try AtomicFile.write("\(try signer("another/one").verifier)\n".utf8, to: folder.verifier, mode: 0o644)
        #expect(throws: SealError.otherVerifier(folder.verifier)) { _ = try folder.signer() }
        try AtomicFile.write("x\n".utf8, to: folder.verifier, mode: 0o644)
        #expect(throws: SealError.noKey(folder.verifier)) { _ = try folder.signer() }
        try AtomicFile.write(verifier.utf8, to: folder.verifier, mode: 0o644)
        try AtomicFile.write("PRIVATE+KEY+x\n".utf8, to: folder.key, mode: 0o600)
        #expect(throws: SealError.noKey(folder.key)) { _ = try folder.signer() }
        try #require(unsafe unlink(folder.key) == 0)
        #expect(throws: SealError.keyLost(folder.key)) { _ = try folder.signer() }
    }

    @Test("keeps every checkpoint in one file, and the newest in another")
    func keeping() throws {
        let key = try folder.makeSigner(named: name)
        for size in [1, 7, 9] as [UInt64] { try folder.keep(try #require(key.sign(try checkpoint(size)))) }
        #expect(try folder.kept(by: key.verifier).map(\.content) == [1, 7, 9].map { .sealed(try checkpoint($0)) })
        #expect(try text(of: folder.log).hasSuffix(try text(of: folder.newest)))
        #expect(try folder.checkpoints(in: folder.newest, by: key.verifier)?.map(\.content) == [.sealed(checkpoint(9))])
        #expect(try folder.checkpoints(in: "\(scratch.path)/none", by: key.verifier) == nil)
    }

    @Test("starts a checkpoint on a line of its own, whatever a seal left that was cut short")
    func torn() throws {
        let key = try folder.makeSigner(named: name)
        try folder.keep(try #require(key.sign(try checkpoint(1))))
        try append(Array("gateway.example.org/postern\n2\nabc".utf8), to: folder.log)
        try folder.keep(try #require(key.sign(try checkpoint(3))))
        #expect(
            try folder.kept(by: key.verifier).map(\.content) == [
                .sealed(try checkpoint(1)), .unreadable, .sealed(try checkpoint(3)),
            ])
    }

    @Test("keeps leaf hashes in their order, goes on where it was cut short, and takes no other in their place")
    func leaves() throws {
        let hasher = try TreeHasher()
        let leaves = try (0..<5000).map { try hasher.leaf("\($0)") }
        var file = try LeafFile(folder.leaves, .keeping)
        for (place, leaf) in leaves.prefix(3000).enumerated() { #expect(try file.keep(leaf, UInt64(place))) }
        try file.flush()
        try append(Array(leaves[3000].bytes.prefix(7)), to: folder.leaves)
        file = try LeafFile(folder.leaves, .keeping)
        #expect(file.count == 3000)
        #expect(try !file.keep(leaves[1], 0))
        #expect(try !file.keep(leaves[0], 3000))
        for (place, leaf) in leaves.enumerated() { #expect(try file.keep(leaf, UInt64(place))) }
        try file.flush()
        let read = try LeafFile(folder.leaves, .reading)
        #expect(read.count == 5000)
        #expect(try (0..<5000).allSatisfy { try read.leaf(UInt64($0)) == leaves[$0] })
        #expect(try read.leaf(5000) == nil)
        #expect(try read.leaf(3) == leaves[3])
    }
}
