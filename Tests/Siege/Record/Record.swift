internal import Glibc
public import Peer

/// The system calls of some sessions, gates and ledgers, one session after the other.
public struct Record {
    /// All calls in the order in which they began.
    public private(set) var calls: [Call] = []
    private var sessions = 0
    private var nextLine = 0
    private let castle: Castle

    /// An empty record of what happens in `castle`, from which nothing has happened yet.
    ///
    /// - Throws: ``SiegeError/missing(_:_:)`` without strace, and without the right to look into a gate.
    public init(of castle: Castle) throws(SiegeError) {
        try Strace.check()
        self.castle = castle
    }

    /// The calls that are recorded. All that changes a file or a name, all that flushes, and what is said to clients.
    private static let watched = """
        execve,read,write,pwrite64,writev,pwritev,pwritev2,sendfile,splice,copy_file_range,fallocate,open,openat,\
        openat2,creat,close,fsync,fdatasync,sync_file_range,syncfs,sync,msync,mmap,rename,renameat,renameat2,link,\
        linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,truncate,ftruncate
        """

    /// What restic starts in ssh's place, so that its session is recorded: a gate and a ledger under one strace, which
    /// gives all their calls one order. Add the session with ``add()`` when it is over.
    ///
    /// - Parameters:
    ///   - client: who comes in.
    ///   - fault: what goes wrong in the gate or in the ledger.
    /// - Returns: the command.
    /// - Throws: ``SiegeError`` where the script for it cannot be written.
    public func door(_ client: String = "web1", fault: Fault? = nil) throws(SiegeError) -> String {
        // restic splits its options at commas, so strace's go into a script.
        let inject = fault.map { "-e inject=\($0)" } ?? ""
        try Files.write(
            """
            #!/bin/sh
            strace -f -y -xx -s 2000000 -o \(file) -e trace=\(Self.watched) \(inject) -e signal=none \\
                \(castle.folder)/watched \(client) "$@"
            status=$?
            mv \(file) \(file).whole
            exit $status

            """, to: "\(castle.folder)/recorded", mode: 0o700)
        return "\(castle.folder)/recorded"
    }

    /// The same, with a client of ours.
    public func gate(_ client: String = "web1", fault: Fault? = nil) throws(SiegeError) -> Peer {
        let door = try door(client, fault: fault)
        return try SiegeError.wrap { () throws(PeerError) in
            try Peer(
                program: door, arguments: ["serve", "restic", "--stdio"], environment: castle.doors.environment,
                patience: .seconds(120))
        }
    }

    /// Takes in the session whose client has left; restic does not wait for the gate's end.
    public mutating func add() throws(SiegeError) {
        let whole = "\(file).whole"
        for _ in 0..<6000 where unsafe access(whole, R_OK) != 0 { usleep(10_000) }
        let text = try Files.bytes(whole)
        _ = unsafe unlink(whole)
        let reader = CallReader(text, session: sessions, firstLine: nextLine)
        let (calls, next) = try reader.read()
        self.calls += calls
        sessions += 1
        nextLine = next
    }

    /// The record without the calls that `condition` picks, as if the programs did not make them.
    public func without(_ condition: (Call) -> Bool) -> Record {
        var record = self
        record.calls.removeAll(where: condition)
        return record
    }

    private var file: String { "\(castle.folder)/record" }
}
