internal import Restic
internal import ResticFiles
internal import SQLite

extension Verified {
    /// Takes a pack all of whose pieces are true.
    func accept(pack name: FileName, _ blobs: [Blob]) throws(VerifyError) {
        try VerifyError.database { () throws(SQLiteError) in
            try queries.run("INSERT OR IGNORE INTO pack (name) VALUES (?)", .bytes(Self.bytes(name)))
            let id = try queries.first("SELECT id FROM pack WHERE name = ?", .bytes(Self.bytes(name))) { $0.number(0) }
            for blob in blobs {
                try queries.run(
                    "INSERT OR REPLACE INTO blob VALUES (?, ?, ?, ?, ?, ?)", .number(id ?? 0), .number(blob.offset),
                    .bytes(blob.id.bytes), .text(blob.kind.rawValue), .number(blob.length),
                    blob.plainLength.map { .number($0) } ?? .null)
            }
        }
    }

    /// The pieces of a pack that was found true; `nil` for any other.
    func blobs(of pack: FileName) throws(VerifyError) -> [Blob]? {
        let id = try VerifyError.database { () throws(SQLiteError) in
            try queries.first("SELECT id FROM pack WHERE name = ?", .bytes(Self.bytes(pack))) { $0.number(0) }
        }
        guard let id else { return nil }
        return try VerifyError.database { () throws(SQLiteError) in
            try queries.all(
                "SELECT id, kind, offset, length, plain FROM blob WHERE pack = ? ORDER BY offset", .number(id)
            ) { row in
                guard let id = BlobID(row.bytes(0)), let kind = BlobKind(rawValue: row.text(1)) else { return nil }
                return Blob(
                    id: id, kind: kind, offset: UInt64(clamping: row.number(2)),
                    length: UInt64(clamping: row.number(3)),
                    plainLength: row.optionalNumber(4).map { UInt64(clamping: $0) })
            }
        }.compactMap { (blob: Blob?) in blob }
    }

    /// In how many true packs a piece is.
    func copies(of id: BlobID) throws(VerifyError) -> Int {
        try VerifyError.database { () throws(SQLiteError) in
            Int(
                try queries.first("SELECT count(DISTINCT pack) FROM blob WHERE id = ?", .bytes(id.bytes)) {
                    $0.number(0)
                } ?? 0)
        }
    }

    /// Says that a good index names a pack.
    func index(_ pack: FileName) throws(VerifyError) {
        try VerifyError.database { () throws(SQLiteError) in
            try queries.run("UPDATE pack SET indexed = 1 WHERE name = ?", .bytes(Self.bytes(pack)))
        }
    }

    /// True packs that no good index names.
    func unindexed() throws(VerifyError) -> [FileName] {
        try VerifyError.database { () throws(SQLiteError) in
            try queries.all("SELECT name FROM pack WHERE indexed = 0 ORDER BY name") { FileName(digest: $0.bytes(0)) }
        }.compactMap { $0 }
    }
}
