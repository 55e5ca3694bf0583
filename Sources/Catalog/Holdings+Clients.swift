public import Policy
internal import Restic
internal import SQLite
public import Trail

/// The last time that somebody logged in with a key.
public struct LastLogin: Hashable, Sendable {
    /// The row of that session.
    public let row: UInt64
    /// When.
    public let at: Moment
    /// As which client.
    public let client: String
    /// From which address; empty where that is not known.
    public let source: String
}

/// The last snapshot that a client stored and that is still there.
public struct LastBackup: Hashable, Sendable {
    /// The row that allowed it.
    public let row: UInt64
    /// When it was received, by the gateway's own clock.
    public let at: Moment
    /// The repository's place, as the trail writes it.
    public let place: String
}

extension Holdings {
    /// When a key was last used, whether the session was let in or not; `nil`: never.
    ///
    /// - Parameter key: its fingerprint.
    /// - Returns: the last login.
    /// - Throws: ``CatalogError``.
    public func lastLogin(with key: String) throws(CatalogError) -> LastLogin? {
        try CatalogError.named { () throws(SQLiteError) in
            try queries.first(
                "SELECT row, at, client.name, source FROM login JOIN client ON client.id = client WHERE key = ?",
                .text(key)
            ) { found in
                LastLogin(
                    row: UInt64(clamping: found.number(0)), at: Moment(milliseconds: found.number(1)),
                    client: found.text(2), source: found.text(3))
            }
        }
    }

    /// The newest snapshot of a client; `nil`: there is none.
    ///
    /// - Throws: ``CatalogError``.
    public func lastBackup(of client: String) throws(CatalogError) -> LastBackup? {
        try CatalogError.named { () throws(SQLiteError) in
            try queries.first(
                """
                SELECT row, at, place.name FROM object JOIN place ON place.id = place
                WHERE client = (SELECT id FROM client WHERE name = ?) AND kind = \(ObjectKey.kind(.snapshots))
                ORDER BY at DESC, row DESC LIMIT 1
                """, .text(client)
            ) { found in
                LastBackup(
                    row: UInt64(clamping: found.number(0)), at: Moment(milliseconds: found.number(1)),
                    place: found.text(2))
            }
        }
    }

    /// How many sessions are open now.
    ///
    /// - Throws: ``CatalogError``.
    public func openSessions() throws(CatalogError) -> Int {
        try CatalogError.named { () throws(SQLiteError) in
            try queries.first("SELECT count(*) FROM session") { Int(clamping: $0.number(0)) } ?? 0
        }
    }

    /// What a repository holds by the trail, what is on its way included; `nil`: the trail does not know it.
    ///
    /// - Throws: ``CatalogError``.
    public func usage(of place: Place) throws(CatalogError) -> Usage? {
        try CatalogError.named { () throws(SQLiteError) in
            try queries.first(
                "SELECT cost, objects FROM usage WHERE place = (SELECT id FROM place WHERE name = ?)",
                .text(place.description)
            ) { found in
                var usage = Usage()
                usage.cost = ByteCount(bytes: UInt64(clamping: found.number(0)))
                usage.objects = UInt64(clamping: found.number(1))
                return usage
            }
        }
    }

    /// When the newest snapshot of a repository was received; `nil`: there is none.
    ///
    /// - Throws: ``CatalogError``.
    public func lastBackup(at place: Place) throws(CatalogError) -> Moment? {
        try CatalogError.named { () throws(SQLiteError) in
            try queries.first(
                """
                SELECT max(at) FROM object WHERE place = (SELECT id FROM place WHERE name = ?)
                AND kind = \(ObjectKey.kind(.snapshots))
                """, .text(place.description)
            ) { $0.optionalNumber(0).map { Moment(milliseconds: $0) } } ?? nil
        }
    }

    /// How many snapshots of a repository the trail knows.
    ///
    /// - Throws: ``CatalogError``.
    public func snapshots(at place: Place) throws(CatalogError) -> UInt64 {
        try CatalogError.named { () throws(SQLiteError) in
            try queries.first(
                """
                SELECT count(DISTINCT name) FROM object WHERE place = (SELECT id FROM place WHERE name = ?)
                AND kind = \(ObjectKey.kind(.snapshots))
                """, .text(place.description)
            ) { UInt64(clamping: $0.number(0)) } ?? 0
        }
    }

    /// The places of all repositories that a client created, as the trail writes them.
    ///
    /// - Throws: ``CatalogError``.
    public func places(createdBy client: String) throws(CatalogError) -> [String] {
        try CatalogError.named { () throws(SQLiteError) in
            try queries.all(
                """
                SELECT DISTINCT place.name FROM repository JOIN place ON place.id = place
                WHERE client = (SELECT id FROM client WHERE name = ?) ORDER BY place.name
                """, .text(client)
            ) { $0.text(0) }
        }
    }
}
