public import Policy
public import Restic
internal import SQLite
public import Trail

extension Holdings {
    /// When each object of a kind was received and from whom, also of those that maintenance has taken away since.
    ///
    /// - Parameters:
    ///   - kind: which.
    ///   - place: the repository's place.
    ///   - moment: only what was received later.
    ///   - take: gets each client and moment, in no order.
    /// - Throws: ``CatalogError``.
    public func receptions(
        of kind: FileKind, at place: Place, after moment: Moment, take: (String, Moment) -> Void
    ) throws(CatalogError) {
        try CatalogError.named { () throws(SQLiteError) in
            let statement = try queries.database.prepare(
                """
                SELECT client.name, min(at) FROM (
                    SELECT client, name, at FROM object WHERE place = (SELECT id FROM place WHERE name = ?1) AND kind = ?2
                    UNION ALL
                    SELECT client, name, at FROM trashed
                    WHERE place = (SELECT id FROM place WHERE name = ?1) AND kind = ?2
                ) AS known JOIN client ON client.id = known.client
                GROUP BY known.name HAVING min(at) > ?3
                """)
            try statement.bind([
                .text(place.description), .number(ObjectKey.kind(kind)), .number(moment.milliseconds),
            ])
            while try statement.step() { take(statement.text(0), Moment(milliseconds: statement.number(1))) }
        }
    }
}
