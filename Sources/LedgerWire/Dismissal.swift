/// Which sessions an admin ends, and why.
public struct Dismissal: Hashable, Sendable {
    /// Whose sessions.
    public var client: String
    /// Only those of this key's fingerprint, and those whose key is not known; `nil`: all of the client's.
    public var key: String?
    /// Why: the reason in their last rows.
    public var reason: String

    /// Takes all of it.
    public init(client: String, key: String? = nil, reason: String) {
        self.client = client
        self.key = key
        self.reason = reason
    }

    /// Whether a session is meant.
    public func includes(_ opening: SessionOpening) -> Bool {
        guard opening.client == client else { return false }
        return key.map { opening.key == $0 || opening.key.isEmpty } ?? true
    }
}

/// A session that was ended, and the process of its gate.
public struct DismissedSession: Hashable, Sendable {
    /// The session's number.
    public var number: UInt64
    /// The gate's process, as the kernel told it when the gate connected.
    public var pid: Int32

    /// Takes both.
    public init(number: UInt64, pid: Int32) {
        self.number = number
        self.pid = pid
    }
}

extension Dismissal {
    func write(to writer: inout WireWriter) {
        writer.text(client, limit: WireLimits.name)
        writer.optional(key) { $0.text($1, limit: WireLimits.name) }
        writer.text(reason, limit: WireLimits.text)
    }

    init(from reader: inout WireReader) throws(WireError) {
        client = try reader.text("client", limit: WireLimits.name)
        key = try reader.optional("key") { (reader) throws(WireError) in
            try reader.text("key", limit: WireLimits.name)
        }
        reason = try reader.text("reason", limit: WireLimits.text)
    }
}

extension DismissedSession {
    static func write(_ sessions: [DismissedSession], to writer: inout WireWriter) {
        let told = sessions.prefix(WireLimits.dismissed)
        writer.number(told.count)
        for one in told {
            writer.number(one.number)
            writer.number(one.pid)
        }
    }

    static func list(from reader: inout WireReader) throws(WireError) -> [DismissedSession] {
        let count = try reader.int("dismissed")
        guard count <= WireLimits.dismissed else { throw .badField("dismissed") }
        var sessions: [DismissedSession] = []
        for _ in 0..<count {
            let number = try reader.number()
            guard let pid = Int32(exactly: try reader.number()) else { throw .badField("pid") }
            sessions.append(DismissedSession(number: number, pid: pid))
        }
        return sessions
    }
}
