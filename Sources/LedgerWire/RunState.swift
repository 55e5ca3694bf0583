public import Restic

/// What stands in the way of a run of maintenance, as the ledger sees it now.
public struct RunState: Hashable, Sendable {
    /// Sessions of hosts in the repository that can still write.
    public var sessions: UInt64
    /// Acts that sessions of hosts were allowed and have not reported yet. A fence stops no such act.
    public var pending: UInt64
    /// The locks that lie in the repository through the gateway, the oldest first; at most ``WireLimits/locks``.
    public var locks: [Lock]

    /// A lock of a host.
    public struct Lock: Hashable, Sendable {
        /// Its name.
        public var name: FileName
        /// When it was received, in milliseconds since 1970-01-01 UTC.
        public var received: Int64
        /// Whose it is.
        public var client: String
        /// Whether the session that made it is still there.
        public var isLive: Bool

        /// Takes all of it.
        public init(name: FileName, received: Int64, client: String, isLive: Bool) {
            self.name = name
            self.received = received
            self.client = client
            self.isLive = isLive
        }
    }

    /// Takes all of it.
    public init(sessions: UInt64, pending: UInt64, locks: [Lock]) {
        self.sessions = sessions
        self.pending = pending
        self.locks = locks
    }
}

extension RunState {
    func write(to writer: inout WireWriter) {
        writer.number(sessions)
        writer.number(pending)
        let told = locks.prefix(WireLimits.locks)
        writer.number(told.count)
        for lock in told {
            writer.text(lock.name.hex, limit: WireLimits.name)
            writer.number(lock.received)
            writer.text(lock.client, limit: WireLimits.name)
            writer.flag(lock.isLive)
        }
    }

    init(from reader: inout WireReader) throws(WireError) {
        sessions = try reader.number()
        pending = try reader.number()
        let count = try reader.int("locks")
        guard count <= WireLimits.locks else { throw .badField("locks") }
        locks = []
        for _ in 0..<count {
            guard let name = FileName(try reader.text("lock", limit: WireLimits.name)) else { throw .badField("lock") }
            guard let received = Int64(exactly: try reader.number()) else { throw .badField("received") }
            locks.append(
                Lock(
                    name: name, received: received,
                    client: try reader.text("client", limit: WireLimits.name), isLive: try reader.flag("isLive")))
        }
    }
}
