/// What one gate may keep open at the ledger, and how long it may take. An honest one stays far below.
enum LedgerLimits {
    /// Objects that one session may be receiving at once; restic sends 5, and more only when told to.
    static let reservations = 64
    /// Acts of one session that are allowed and not yet done.
    static let pending = 64
    /// Repositories of one client that have no `config` yet: each is 260 folders. Source: facts/sandbox.md.
    static let unconfigured = 16
    /// Bytes of replies that wait for one slow reader; nothing more is read from it until they are gone.
    static let output = 256 * 1024
    /// Bytes that are read from one connection before it is the next one's turn.
    static let turn = 4096
    /// Connections at once, if the process may open that many files.
    static let connections = 8192
    /// Milliseconds for which what was just stored may be missing in another session's measure of the free space.
    static let blur: Int64 = 2000
    /// Milliseconds whose objects are one sum there: who missed one of them is held to have missed all.
    static let slice: Int64 = 8
    /// Milliseconds from a permit to the word that it was used: then the session is ended, and the next one looks what
    /// became of it. A rename and a flush take seconds, on the slowest disk minutes.
    static let permit: Int64 = 600_000
    /// Milliseconds in which a session that initialises a place must have stored its `config`; restic needs seconds.
    static let claim: Int64 = 600_000
    /// Milliseconds after the ledger's start for which gates of sessions that it lost may still be at work.
    static let remnants: Int64 = 60_000
    /// Rows above the day's number, in hundredths of it, that only sessions' own `open` and `close` rows may use: a
    /// client that has used up its rows can still restore.
    static let extraRows = 10
}
