public import SQLite
public import Store

/// Why a repository could not be verified. Whatever is wrong *in* it is a ``Fault``, never an error.
public enum VerifyError: Error, Sendable, CustomStringConvertible {
    /// The repository cannot be read.
    case store(StoreError)
    /// What was verified before cannot be read, or not be kept.
    case database(SQLiteError)
    /// There is no repository at its place.
    case absent
    /// libcrypto, or memory, failed us.
    case crypto

    /// The whole sentence, for the gateway's admin.
    public var description: String {
        switch self {
        case .store(let error): "the repository cannot be read: \(error)"
        case .database(let error): "what was verified before: \(error)"
        case .absent: "there is no repository at its place"
        case .crypto: "libcrypto failed"
        }
    }

    static func store<Result>(_ body: () throws(StoreError) -> Result) throws(VerifyError) -> Result {
        do throws(StoreError) { return try body() } catch { throw .store(error) }
    }

    static func database<Result: ~Copyable>(
        _ body: () throws(SQLiteError) -> Result
    ) throws(VerifyError) -> Result {
        do throws(SQLiteError) { return try body() } catch { throw .database(error) }
    }
}
