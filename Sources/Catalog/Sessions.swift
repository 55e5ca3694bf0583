public import Policy
public import Restic
internal import SQLite

/// An act that was allowed to a session which died before anybody knew whether it was done.
public struct Pending: Hashable, Sendable {
    /// The row that allowed it.
    public let row: UInt64
    /// The session that was to do it.
    public let session: UInt64
    /// What.
    public let action: Action
    /// On what; `nil` for the whole repository.
    public let object: Object?
    /// The object's size.
    public let bytes: ByteCount
}

/// A session without a `close` row.
public struct OpenSession: Hashable, Sendable {
    /// Its number.
    public let number: UInt64
    /// Whose.
    public let client: String
    /// Where, as in the policy; empty where it had no place.
    public let place: String
    /// The gate's process.
    public let pid: Int32
}

extension Catalog {
    /// In a `close` row's detail `pending`: all acts of the session are open, too many to name them.
    public static let allPending = "all"

    /// The reason of a `failed` save that says that the object was there already.
    public static let present = "present"

    /// What dead sessions left open in a repository, the oldest first.
    ///
    /// - Throws: ``CatalogError``.
    public func unsettled(at place: Place, limit: Int) throws(CatalogError) -> [Pending] {
        try look { () throws(SQLiteError) in
            try queries.all(
                """
                SELECT row, session, action, kind, name, bytes FROM pending
                WHERE dead = 1 AND place = (SELECT id FROM place WHERE name = ?) ORDER BY row LIMIT ?
                """, .text(place.description), .number(Int64(limit)), read: Self.pending)
        }.compactMap { $0 }
    }

    /// One of the above, by its row.
    ///
    /// - Throws: ``CatalogError``.
    public func unsettled(_ row: UInt64, at place: Place) throws(CatalogError) -> Pending? {
        try look { () throws(SQLiteError) in
            try queries.first(
                """
                SELECT row, session, action, kind, name, bytes FROM pending
                WHERE dead = 1 AND row = ? AND place = (SELECT id FROM place WHERE name = ?)
                """, .number(row), .text(place.description), read: Self.pending) ?? nil
        }
    }

    /// Whether another row than this accounts for an object for certain: its act is not open.
    ///
    /// - Throws: ``CatalogError``.
    public func isAccounted(_ object: Object, at place: Place, besides row: UInt64) throws(CatalogError) -> Bool {
        let key = ObjectKey(object)
        return try look { () throws(SQLiteError) in
            try queries.first(
                """
                SELECT 1 FROM object WHERE place = (SELECT id FROM place WHERE name = ?) AND kind = ? AND name = ?
                AND row <> ? AND row NOT IN (SELECT row FROM pending)
                """, .text(place.description), .number(key.kind), .bytes(key.name), .number(row)
            ) { _ in true } ?? false
        }
    }

    /// Which acts of a session are not known to be done, at most `limit`.
    ///
    /// - Throws: ``CatalogError``.
    public func pending(of session: UInt64, limit: Int) throws(CatalogError) -> [UInt64] {
        try look { () throws(SQLiteError) in
            try queries.all(
                "SELECT row FROM pending WHERE session = ? ORDER BY row LIMIT ?", .number(session),
                .number(Int64(limit))
            ) { UInt64(clamping: $0.number(0)) }
        }
    }

    /// The sessions that have no `close` row.
    ///
    /// - Throws: ``CatalogError``.
    public func openSessions() throws(CatalogError) -> [OpenSession] {
        try look { () throws(SQLiteError) in
            try queries.all(
                """
                SELECT number, client.name, place.name, pid FROM session JOIN client ON client.id = client
                JOIN place ON place.id = place ORDER BY number
                """
            ) { found in
                OpenSession(
                    number: UInt64(clamping: found.number(0)), client: found.text(1), place: found.text(2),
                    pid: Int32(clamping: found.number(3)))
            }
        }
    }

    private static func pending(_ found: borrowing Statement) -> Pending? {
        guard let action = Action(rawValue: found.text(2)) else { return nil }
        let name = found.bytes(4)
        return Pending(
            row: UInt64(clamping: found.number(0)), session: UInt64(clamping: found.number(1)), action: action,
            object: found.optionalNumber(3).flatMap { ObjectKey.object(kind: $0, name: name) },
            bytes: ByteCount(bytes: UInt64(clamping: found.number(5))))
    }
}
