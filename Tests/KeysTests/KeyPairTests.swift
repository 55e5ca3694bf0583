import Foundation
import Keys
import Linux
import Testing

@Suite("A minted key") struct KeyPairTests {
    @Test("is the key that ssh-keygen reads from its file")
    func agrees() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("id_web1")
        let pair = try KeyPair.mint(comment: "web1 \"backup\"")
        try pair.writePrivateKey(to: path)
        let key = pair.publicKey
        #expect(key.type == .ed25519)
        #expect(key.comment == "web1 ?backup?")
        let derived = try Tool.sshKeygen.run(["-y", "-f", path], in: folder)
        #expect(try PublicKey(parsing: derived.output) == key)
        let listed = try Tool.sshKeygen.run(["-l", "-f", path], in: folder)
        #expect(listed.output.hasPrefix("256 \(key.fingerprint) "))
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("-----BEGIN OPENSSH PRIVATE KEY-----\n"))
        #expect(try PublicKey(parsing: key.lineWithComment) == key)
    }

    @Test("is never the same as another")
    func fresh() throws {
        let one = try KeyPair.mint(comment: "")
        let two = try KeyPair.mint(comment: "")
        #expect(one.publicKey != two.publicKey)
    }

    @Test("is written for its owner only, whatever the umask is", arguments: [0o000, 0o022, 0o077, 0o777] as [UInt32])
    func mode(umask: UInt32) async throws {
        let folder = try TemporaryFolder()
        // The umask belongs to the whole process, so each gets one of its own.
        await #expect(processExitsWith: .success) {
            [mask = umask as UInt32, path = folder.path("key") as String] in
            _ = Glibc.umask(mode_t(mask))
            try KeyPair.mint(comment: "").writePrivateKey(to: path)
        }
        #expect(try folder.permissions(of: "key") == 0o600)
    }

    @Test("replaces no file, no link and no folder")
    func neverReplaces() throws {
        let folder = try TemporaryFolder()
        let pair = try KeyPair.mint(comment: "")
        let file = try folder.file("file", "mine")
        let link = folder.path("link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path("nowhere"))
        for path in [file, link, folder.path(".")] {
            #expect(throws: KeyError.exists(path: path)) { try pair.writePrivateKey(to: path) }
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
        #expect(!folder.holds("nowhere"))
    }

    @Test("that cannot be written leaves no file")
    func failure() throws {
        let folder = try TemporaryFolder()
        let pair = try KeyPair.mint(comment: "")
        for path in [folder.path("no/such/key"), folder.path("key\0.pub"), ""] {
            do throws(KeyError) {
                try pair.writePrivateKey(to: path)
                Issue.record("written to \(path)")
            } catch {
                guard case .file = error else {
                    Issue.record("\(error)")
                    continue
                }
            }
        }
        #expect(!folder.holds("key"))
    }

    @Test("that the disk has no room for leaves no half of a file")
    func fullDisk() async throws {
        let folder = try TemporaryFolder()
        await #expect(processExitsWith: .success) { [path = folder.path("key") as String] in
            // In this process a file may grow to 100 bytes: what comes after them fails with EFBIG.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 100, rlim_max: 100)
            guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { exit(2) }
            let pair = try KeyPair.mint(comment: "")
            do throws(KeyError) {
                try pair.writePrivateKey(to: path)
                exit(3)
            } catch {
                exit(error == .file(path: path, SystemCallError("write", EFBIG)) ? 0 : 4)
            }
        }
        #expect(!folder.holds("key"))
    }
}
