public import Policy
public import Restic
internal import SQLite
public import Trail

/// What a repository holds.
public struct Usage: Hashable, Sendable {
    /// What all objects cost together (``Policy/ObjectCost``).
    public var cost = ByteCount.zero
    /// How many there are.
    public var objects: UInt64 = 0

    /// Nothing.
    public init() {}
}

/// What a client did on one day (UTC).
public struct DayCounts: Hashable, Sendable {
    /// Rows of the trail.
    public var rows: UInt64 = 0
    /// Bytes of the objects that it stored.
    public var uploaded = ByteCount.zero
    /// Snapshots among them.
    public var snapshots: UInt64 = 0
    /// Bytes of `data` that it read on a budget, of sessions that have ended.
    public var read = ByteCount.zero

    /// Nothing.
    public init() {}
}

/// What the trail knows of a stored object.
public struct Received: Hashable, Sendable {
    /// The object.
    public let object: Object
    /// The row that allowed it.
    public let row: UInt64
    /// When: the gateway's own clock, not the client's word.
    public let at: Moment
    /// Who stored it.
    public let client: String
    /// Its size.
    public let bytes: ByteCount
}

extension Catalog {
    /// What a repository holds, what is on its way included.
    ///
    /// - Throws: ``CatalogError``.
    public func usage(of place: Place) throws(CatalogError) -> Usage {
        try look { () throws(SQLiteError) in
            try queries.first(
                "SELECT cost, objects FROM usage WHERE place = (SELECT id FROM place WHERE name = ?)",
                .text(place.description)
            ) { found in
                var usage = Usage()
                usage.cost = ByteCount(bytes: UInt64(clamping: found.number(0)))
                usage.objects = UInt64(clamping: found.number(1))
                return usage
            } ?? Usage()
        }
    }

    /// What a client did on a day, counted since 1970 in UTC.
    ///
    /// - Throws: ``CatalogError``.
    public func counts(of client: String, on day: Int64) throws(CatalogError) -> DayCounts {
        try look { () throws(SQLiteError) in
            try queries.first(
                """
                SELECT rows, uploaded, snapshots, read FROM day
                WHERE client = (SELECT id FROM client WHERE name = ?) AND day = ?
                """, .text(client), .number(day)
            ) { found in
                var counts = DayCounts()
                counts.rows = UInt64(clamping: found.number(0))
                counts.uploaded = ByteCount(bytes: UInt64(clamping: found.number(1)))
                counts.snapshots = UInt64(clamping: found.number(2))
                counts.read = ByteCount(bytes: UInt64(clamping: found.number(3)))
                return counts
            } ?? DayCounts()
        }
    }

    /// Who stored an object and when; `nil` where no row accounts for it.
    ///
    /// - Throws: ``CatalogError``.
    public func received(_ object: Object, at place: Place) throws(CatalogError) -> Received? {
        let key = ObjectKey(object)
        return try look { () throws(SQLiteError) in
            try queries.first(
                """
                SELECT row, at, client.name, bytes FROM object JOIN client ON client.id = object.client
                WHERE place = (SELECT id FROM place WHERE name = ?) AND kind = ? AND object.name = ?
                ORDER BY row LIMIT 1
                """, .text(place.description), .number(key.kind), .bytes(key.name)
            ) { found in
                Received(
                    object: object, row: UInt64(clamping: found.number(0)), at: Moment(milliseconds: found.number(1)),
                    client: found.text(2), bytes: ByteCount(bytes: UInt64(clamping: found.number(3))))
            }
        }
    }

    /// What is stored of one kind, each object once, in the order in which it was received.
    ///
    /// - Throws: ``CatalogError``.
    public func received(_ kind: FileKind, at place: Place, limit: Int) throws(CatalogError) -> [Received] {
        try look { () throws(SQLiteError) in
            try queries.all(
                """
                SELECT min(row), at, client.name, bytes, object.name FROM object
                JOIN client ON client.id = object.client
                WHERE place = (SELECT id FROM place WHERE name = ?) AND kind = ?
                GROUP BY object.name ORDER BY 1 LIMIT ?
                """, .text(place.description), .number(ObjectKey.kind(kind)), .number(Int64(limit)),
                read: { Self.received(ObjectKey.kind(kind), $0) })
        }.compactMap { $0 }
    }

    /// Reads row, time, client, size and name.
    static func received(_ kind: Int64, _ found: borrowing Statement) -> Received? {
        ObjectKey.object(kind: kind, name: found.bytes(4)).map { object in
            Received(
                object: object, row: UInt64(clamping: found.number(0)), at: Moment(milliseconds: found.number(1)),
                client: found.text(2), bytes: ByteCount(bytes: UInt64(clamping: found.number(3))))
        }
    }

    /// How many files of a kind there are in a repository, and how many of them are a client's.
    ///
    /// - Throws: ``CatalogError``.
    public func count(
        _ kind: FileKind, at place: Place, of client: String
    ) throws(CatalogError) -> (all: Int, own: Int) {
        try look { () throws(SQLiteError) in
            try queries.first(
                """
                SELECT count(DISTINCT object.name),
                    count(DISTINCT object.name) FILTER (WHERE client = (SELECT id FROM client WHERE name = ?2))
                FROM object WHERE place = (SELECT id FROM place WHERE name = ?1) AND kind = ?3
                """, .text(place.description), .text(client), .number(ObjectKey.kind(kind))
            ) { (all: Int($0.number(0)), own: Int($0.number(1))) } ?? (0, 0)
        }
    }

    /// How many key files of cut `init`s went to the trash of a repository.
    ///
    /// - Throws: ``CatalogError``.
    public func sweptKeys(at place: Place) throws(CatalogError) -> Int {
        try look { () throws(SQLiteError) in
            try queries.first(
                "SELECT keys FROM swept WHERE place = (SELECT id FROM place WHERE name = ?)", .text(place.description)
            ) { Int($0.number(0)) } ?? 0
        }
    }

    /// The locks of a client in a repository whose making is known to be done, the oldest first.
    ///
    /// - Throws: ``CatalogError``.
    public func ownLocks(at place: Place, of client: String, limit: Int) throws(CatalogError) -> [Received] {
        try look { () throws(SQLiteError) in
            try queries.all(
                """
                SELECT row, at, bytes, object.name FROM object
                WHERE place = (SELECT id FROM place WHERE name = ?) AND kind = ?
                AND client = (SELECT id FROM client WHERE name = ?) AND row NOT IN (SELECT row FROM pending)
                ORDER BY row LIMIT ?
                """, .text(place.description), .number(ObjectKey.kind(.locks)), .text(client), .number(Int64(limit))
            ) { found in
                ObjectKey.object(kind: ObjectKey.kind(.locks), name: found.bytes(3)).map { lock in
                    Received(
                        object: lock, row: UInt64(clamping: found.number(0)), at: Moment(milliseconds: found.number(1)),
                        client: client, bytes: ByteCount(bytes: UInt64(clamping: found.number(2))))
                }
            }
        }.compactMap { $0 }
    }

    /// Whether a repository's `config` was stored through the gateway.
    ///
    /// - Throws: ``CatalogError``.
    public func isConfigured(_ place: Place) throws(CatalogError) -> Bool {
        try received(.config, at: place) != nil
    }

    /// Whether anybody was allowed to create the repository.
    ///
    /// - Throws: ``CatalogError``.
    public func isCreated(_ place: Place) throws(CatalogError) -> Bool {
        try look { () throws(SQLiteError) in
            try queries.first(
                "SELECT 1 FROM repository WHERE place = (SELECT id FROM place WHERE name = ?)",
                .text(place.description)
            ) { _ in true } ?? false
        }
    }

    /// How many repositories a client created, and how many of them have no `config` yet.
    ///
    /// - Throws: ``CatalogError``.
    public func created(by client: String) throws(CatalogError) -> (all: Int, unconfigured: Int) {
        try look { () throws(SQLiteError) in
            try queries.first(
                """
                SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (
                    SELECT 1 FROM object WHERE object.place = own.place AND kind = ?))
                FROM (SELECT DISTINCT place FROM repository WHERE client = (SELECT id FROM client WHERE name = ?)) AS own
                """, .number(ObjectKey.config), .text(client)
            ) { (all: Int($0.number(0)), unconfigured: Int($0.number(1))) } ?? (0, 0)
        }
    }

    func look<Result>(_ body: () throws(SQLiteError) -> Result) throws(CatalogError) -> Result {
        try CatalogError.named(body)
    }
}
