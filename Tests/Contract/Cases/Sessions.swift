internal import Foundation
internal import Peer

/// Who may come in, and to what.
enum Sessions {
    static let chapter = Chapter(
        title: "Sessions",
        cases: [
            Case("A repository by name, by place, and by alias is the same one") { ground in
                let site = try ground.site(.repository(["aliases": "[\"s3-old:bucket\"]"]))
                for (number, remote) in ["", "shared", "main:shared", "s3-old:bucket"].enumerated() {
                    let blob = Blob(UInt64(number), count: 10)
                    try expect(ground.connect(remote: remote).store(blob), 200, "POST to \"\(remote)\"")
                    try expect(site.has(blob.file()), "\"\(remote)\" is another place")
                }
            },
            Case("Another's repository, a reserved name and `..` are refused as a whole, with the reason") { ground in
                _ = try ground.site()
                for remote in [
                    "other", "main:other", "main:shared/inner", "main:shared/data", "main:../shared", "main:/shared",
                    "main:shared/..", "main:", "other:shared", "main:shared//x", "main:data/x", "main:trash",
                    "main:tmp/x",
                    "main:.hidden", "../shared", "/etc", "main:a/b/c/d/e/f/g/h/i", "main:Shared", "shared/",
                ] {
                    try refused(ground.connect(remote: remote), remote)
                }
            },
            Case("A client without a policy is refused as a whole, with the reason") { ground in
                _ = try ground.siteWithPolicy()
                try refused(ground.connect("nobody"), "nobody")
            },
            Case(
                "A client that is disabled, expired, from elsewhere or too early is refused, with the reason", admission
            ),
            Case("Any other command is refused, with a reason on stderr and not a byte on stdout", commands),
            Case("Options that people add for rclone are accepted and change nothing") { ground in
                let site = try ground.siteWithPolicy()
                for (number, options) in [
                    "--append-only", "-v -vv -vvv --verbose", "--bwlimit 10M", "--bwlimit=10M --b2-hard-delete",
                    "--drive-use-trash=false --cache-objects=false",
                ].enumerated() {
                    for words in [
                        "rclone serve restic --stdio", "serve restic --stdio", "forced-command serve restic --stdio",
                    ] {
                        var conduct = Conduct()
                        conduct.command = "\(words) \(options) shared"
                        let blob = Blob("\(number) \(words)")
                        let peer = try ground.connect("web1", conduct)
                        try expect(peer.store(blob), 200, conduct.command ?? "")
                        try peer.hangUp()
                        try expect(site.has(blob.file()), "\(options) leads elsewhere")
                    }
                }
            },
            Case("A client that may not create gets 403, and no folder is made") { ground in
                var wishes = Wishes.client(["create": "false"])
                wishes.configured = false
                let site = try ground.site(wishes)
                let peer = try ground.connect()
                try refused(peer, "create")
                try expect(peer.ask("POST", "/?create=true"), 403, "POST /?create=true")
                try expect(!FileManager.default.fileExists(atPath: site.repository), "the folder is there")
            },
            Case("No repository can be made inside another, nor around one") { ground in
                let site = try ground.site(.client(["paths": "[\"main:**\"]"]))
                try ground.connect().hangUp()
                try refused(ground.connect(remote: "main:shared/inner"), "inside")
                try expect(ground.connect(remote: "main:a/b").ask("POST", "/config", body: [1]), 200, "main:a/b")
                try refused(ground.connect(remote: "main:a"), "around")
                try refused(ground.connect(remote: "main:a/b/c"), "inside the new one")
                try expect(ground.connect(remote: "main:a/c").ask("POST", "/config", body: [1]), 200, "beside it")
                try expect(!site.has("inner"), "the folder is there")
            },
            Case("max_repos bounds how many a client makes") { ground in
                _ = try ground.site(.client(["paths": "[\"main:x/*\"]", "max_repos": "2"]))
                for number in 0..<2 {
                    try expect(
                        ground.connect(remote: "main:x/\(number)").ask("POST", "/config", body: [1]), 200,
                        "repository \(number)")
                }
                try refused(ground.connect(remote: "main:x/2"), "a third")
            },
            Case("A client has as many sessions at once as it may, and a closed one counts no more") { ground in
                _ = try ground.site(.client(["sessions": "3"]))
                let peers = try (0..<3).map { _ in try ground.connect() }
                for peer in peers { try expect(peer.ask("HEAD", "/config"), 200, "HEAD") }
                try refused(ground.connect(), "a fourth")
                try expect(ground.connect("web2").ask("HEAD", "/config"), 200, "another client")
                try peers[0].hangUp()
                try expect(ground.connect().ask("HEAD", "/config"), 200, "a fourth after one has ended")
            },
            Case("The same reason is said once a session, with a hint, in short lines") { ground in
                _ = try ground.siteWithPolicy()
                let peer = try ground.connect()
                for _ in 0..<20 { try expect(peer.ask("DELETE", "/config"), 403, "DELETE") }
                try peer.hangUp()
                let lines = peer.standardError.split(separator: "\n")
                try expect(lines.count, is: 2, "lines on stderr")
                try expect(lines[0].hasPrefix("postern: refused: "), "\(lines[0])")
                try expect(lines[1].hasPrefix("postern: hint: "), "\(lines[1])")
                try expect(lines.allSatisfy { $0.utf8.count < 1024 }, "a line is too long")
            },
        ])

    /// The probe is answered, all else is 403, and stderr has one reason.
    private static func refused(_ peer: Peer, _ what: String) throws {
        try expect(peer.ask("GET", "/file-42"), 404, "the probe of \(what)")
        for (method, path) in [
            ("HEAD", "/config"), ("GET", "/config"), ("GET", "/snapshots/"), ("POST", "/?create=true"),
            ("DELETE", Blob("x").path("locks")),
        ] {
            try expect(peer.ask(method, path), 403, "\(method) \(path) of \(what)")
        }
        try expect(peer.store(Blob("x")), 403, "POST of \(what)")
        let reasons = peer.standardError.split(separator: "\n").count { $0.hasPrefix("postern: refused: ") }
        try expect(reasons, is: 1, "reasons on stderr for \(what)")
    }

    private static func admission(_ ground: Ground) throws {
        _ = try ground.site(.client(["disabled": "true"]))
        try refused(ground.connect(), "disabled")
        for keys in [
            ["expires": "\"2020-01-01\""], ["from": "[\"198.51.100.0/24\"]"], ["hours": closedHours()],
        ] {
            let other = Ground(ground.subject)
            _ = try other.site(.client(keys))
            try refused(other.connect(), "\(keys)")
            try other.settle()
        }
        let open = Ground(ground.subject)
        _ = try open.site(.client(["from": "[\"192.0.2.0/24\"]", "expires": "\"2099-01-01\""]))
        try expect(open.connect().ask("HEAD", "/config"), 200, "an open door")
        try open.settle()
    }

    /// Hours that do not hold now: an hour that begins in two hours from now.
    private static func closedHours() -> String {
        let hour = Calendar.current.component(.hour, from: Date())
        let (start, end) = ((hour + 2) % 24, (hour + 3) % 24)
        return "\"\(start < 10 ? "0" : "")\(start):00-\(end < 10 ? "0" : "")\(end):00\""
    }

    private static func commands(_ ground: Ground) throws {
        let site = try ground.site()
        for command in [
            "", "sh", "internal-sftp", "/bin/sh -c id", "scp -t /", "serve restic", "rclone serve restic",
            "serve restic --stdio a b", "serve restic --stdio --config /tmp/x", "serve http --stdio",
            "serve restic --stdio;id",
            "serve restic --stdio $(id)", "serve restic --stdio --addr :80", "rclone rclone serve restic --stdio",
            "postern-gate serve --client web2", "serve restic --stdio --append-only=false",
            "serve restic --stdio \u{1b}[2J",
            "serve restic --stdio " + String(repeating: "x", count: 5000),
        ] {
            var conduct = Conduct()
            (conduct.command, conduct.speaks) = (command, false)
            let peer = try site.connect("web1", "", conduct)
            let status = try peer.hangUp()
            // A `;` is a repository's name here, never a shell's: it is served, and refused.
            let isServed = command.hasSuffix(";id") || command.contains("$(")
            if !isServed {
                try expect(status, is: .exited(1), "the end of \"\(command.prefix(60))\"")
                try expect(peer.standardError.contains("postern: refused: "), "no reason for \"\(command.prefix(60))\"")
                try expect(peer.received.count, is: 0, "bytes on stdout for \"\(command.prefix(60))\"")
            }
            try expect(!peer.standardError.contains("\u{1b}"), "stderr has an escape sequence")
        }
    }
}
