public import Policy
public import Restic
internal import SQLite
public import Trail

/// An object that maintenance moved to the trash.
public struct Trashed: Hashable, Sendable {
    /// The object, when it was received and by whom.
    public let received: Received
    /// The run whose part of the trash it lies in.
    public let run: UInt64
    /// When it was moved there.
    public let gone: Moment
    /// Whether it has left the trash for good.
    public let isPurged: Bool
}

extension Holdings {
    /// Who stored an object and when; `nil` where no row accounts for it, or maintenance has taken it away.
    ///
    /// - Throws: ``CatalogError``.
    public func received(_ object: Object, at place: Place) throws(CatalogError) -> Received? {
        let key = ObjectKey(object)
        return try CatalogError.named { () throws(SQLiteError) in
            try queries.first(
                """
                SELECT row, at, client.name, bytes, object.name FROM object JOIN client ON client.id = object.client
                WHERE place = (SELECT id FROM place WHERE name = ?) AND kind = ? AND object.name = ?
                ORDER BY row LIMIT 1
                """, .text(place.description), .number(key.kind), .bytes(key.name),
                read: { Catalog.received(key.kind, $0) }) ?? nil
        }
    }

    /// What is stored of a kind, each object once, in the order in which it was received.
    ///
    /// - Parameters:
    ///   - kind: which.
    ///   - place: the repository's place.
    ///   - row: only what later rows account for.
    ///   - take: gets each; memory does not grow with the repository.
    /// - Throws: ``CatalogError``.
    public func received(
        _ kind: FileKind, at place: Place, after row: UInt64 = 0, take: (Received) -> Void
    ) throws(CatalogError) {
        let number = ObjectKey.kind(kind)
        try CatalogError.named { () throws(SQLiteError) in
            let statement = try queries.database.prepare(
                """
                SELECT min(row), at, client.name, bytes, object.name FROM object
                JOIN client ON client.id = object.client
                WHERE place = (SELECT id FROM place WHERE name = ?) AND kind = ?
                GROUP BY object.name HAVING min(row) > ? ORDER BY 1
                """)
            try statement.bind([.text(place.description), .number(number), .number(row)])
            while try statement.step() {
                if let received = Catalog.received(number, statement) { take(received) }
            }
        }
    }

    /// What is stored and was received after a moment: it did not exist then.
    ///
    /// - Throws: ``CatalogError``.
    public func received(after moment: Moment, at place: Place, take: (Received) -> Void) throws(CatalogError) {
        for kind in FileKind.allCases {
            try received(kind, at: place) { one in
                if one.at.milliseconds > moment.milliseconds { take(one) }
            }
        }
    }

    /// What maintenance moved to the trash after a moment and that was received before: it existed then. What came back
    /// is not among it.
    ///
    /// - Throws: ``CatalogError``.
    public func trashed(since moment: Moment, at place: Place, take: (Trashed) -> Void) throws(CatalogError) {
        try CatalogError.named { () throws(SQLiteError) in
            let statement = try queries.database.prepare(
                """
                SELECT trashed.row, at, client.name, bytes, trashed.name, kind, run, gone, purged FROM trashed
                JOIN client ON client.id = trashed.client
                WHERE place = (SELECT id FROM place WHERE name = ?1) AND gone > ?2 AND at <= ?2 AND restored IS NULL
                ORDER BY 1
                """)
            try statement.bind([.text(place.description), .number(moment.milliseconds)])
            while try statement.step() {
                guard let received = Catalog.received(statement.number(5), statement) else { continue }
                take(
                    Trashed(
                        received: received, run: UInt64(clamping: statement.number(6)),
                        gone: Moment(milliseconds: statement.number(7)),
                        isPurged: statement.optionalNumber(8) != nil))
            }
        }
    }
}
