extension Catalog {
    /// What a catalog is opened for.
    public enum Purpose: Hashable, Sendable {
        /// The ledger's: it lasts, and takes little memory.
        case service
        /// A second one, made from the trail for a comparison and thrown away: quick, and not safe from a power cut. It
        /// takes up to 64 MiB of memory, however large it gets.
        case comparison

        var settings: String {
            switch self {
            case .service:
                """
                PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;
                PRAGMA cache_size = -512; PRAGMA journal_size_limit = 8388608;
                """
            case .comparison:
                """
                PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
                PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;
                """
            }
        }
    }
}
