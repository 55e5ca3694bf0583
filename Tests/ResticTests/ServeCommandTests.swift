import Restic
import Testing

@Suite("SSH_ORIGINAL_COMMAND") struct ServeCommandTests {
    @Test(
        "is served in every form that restic and people give it",
        arguments: [
            ("serve restic --stdio --b2-hard-delete", ""),
            ("serve restic --stdio --b2-hard-delete ", ""),
            ("serve restic --stdio --b2-hard-delete web1", "web1"),
            ("rclone serve restic --stdio --b2-hard-delete main:hosts/web1", "main:hosts/web1"),
            ("forced-command serve restic --stdio s3-resticrepo:databucket", "s3-resticrepo:databucket"),
            ("serve restic --stdio --append-only web1", "web1"),
            ("serve restic web1 --stdio", "web1"),
            ("serve restic -v --stdio web1", "web1"),
            ("serve restic -vv --stdio", ""),
            ("serve restic -vvv --stdio", ""),
            ("serve restic --verbose --stdio", ""),
            ("serve restic --verbose=2 --stdio", ""),
            ("serve restic --stdio --bwlimit 1M web1", "web1"),
            ("serve restic --stdio --bwlimit=1M web1", "web1"),
            ("serve restic --stdio --drive-use-trash=false --cache-objects=false web1", "web1"),
            ("  rclone   serve restic  --stdio   web1  ", "web1"),
            ("serve restic --stdio ../../etc", "../../etc"),
            ("serve restic --stdio $(id)", "$(id)"),
        ])
    func served(command: String, remote: String) throws {
        #expect(try ServeCommand(parsing: command).remote == remote)
    }

    @Test(
        "of any other form is not served",
        arguments: [
            ("", ServeCommandError.interactive),
            (" ", .notServe),
            ("ls", .notServe),
            ("/bin/sh -c id", .notServe),
            ("scp -f /etc/passwd", .notServe),
            ("internal-sftp", .notServe),
            ("rclone", .notServe),
            ("serve", .notServe),
            ("restic serve --stdio", .notServe),
            ("rclone rclone serve restic --stdio", .notServe),
            ("serve http --stdio", .notServe),
            ("Serve restic --stdio", .notServe),
            ("serve restic", .stdioMissing),
            ("serve restic web1", .stdioMissing),
            ("serve restic --stdio a b", .manyRemotes),
            ("serve restic --stdio web1; id", .manyRemotes),
            ("serve restic --stdio --config /tmp/x", .unknownOption("--config")),
            ("serve restic --stdio --addr :8080", .unknownOption("--addr")),
            ("serve restic --stdio --append-only=false", .unknownOption("--append-only=false")),
            ("serve restic --stdio -", .unknownOption("-")),
            ("serve restic --stdio --", .unknownOption("--")),
            ("serve restic --stdio -vvvv", .unknownOption("-vvvv")),
            ("serve restic --STDIO", .unknownOption("--STDIO")),
            ("serve restic --stdio --bwlimit", .unknownOption("--bwlimit")),
            ("serve restic --bwlimit --stdio", .stdioMissing),
            ("serve restic --stdio web1\n", .unprintable),
            ("serve restic --stdio web1\0", .unprintable),
            ("serve restic --stdio w\u{e9}b", .unprintable),
            ("serve restic\t--stdio", .unprintable),
            ("serve restic --stdio \u{1b}[2J", .unprintable),
        ])
    func refused(command: String, error: ServeCommandError) {
        #expect(throws: error) { try ServeCommand(parsing: command) }
    }

    @Test("is served up to 4096 bytes, and not beyond")
    func length() throws {
        let start = "serve restic --stdio "
        let longest = start + String(repeating: "a", count: 4096 - start.utf8.count)
        #expect(try ServeCommand(parsing: longest).remote.utf8.count == 4096 - start.utf8.count)
        #expect(throws: ServeCommandError.tooLong) { try ServeCommand(parsing: longest + "a") }
    }

    @Test("that is refused is explained in one line of printable text")
    func explained() {
        let errors: [ServeCommandError] = [
            .interactive, .tooLong, .unprintable, .notServe, .stdioMissing, .manyRemotes, .unknownOption("--config"),
        ]
        for error in errors {
            #expect(error.description.utf8.count > 20)
            #expect(error.description.utf8.allSatisfy { (0x20...0x7e).contains($0) })
        }
        #expect(Set(errors.map(\.description)).count == errors.count)
    }
}
