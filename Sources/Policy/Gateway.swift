public import Restic

/// The gateway itself: what `postern.toml` says.
public struct Gateway: Hashable, Sendable {
    /// The state folder.
    public var state: String
    /// The storages by name.
    public var storages: [Name: Storage] = [:]
    /// Whether the kernel must hold every rule, or as many as it can.
    public var landlock = Strictness.required
    /// Whether sessions, removals and refusals also go to syslog.
    public var syslog = true
    /// How long maintenance waits for running sessions.
    public var drain = Duration.seconds(30 * 60)
    /// How far a snapshot's own time may be off its received time.
    public var tolerance = Duration.seconds(3600)

    /// A gateway with every key at its default.
    public init(state: String) { self.state = state }

    /// What `[sandbox] landlock` says. The raw value is the policy's word.
    public enum Strictness: String, CaseIterable, Sendable {
        case required
        case bestEffort = "best-effort"
    }
}

/// Where repositories lie.
public enum Storage: Hashable, Sendable {
    /// A folder of this machine, and the free space that clients may not use up.
    case local(root: String, floor: ByteCount)
    /// A bucket.
    case s3(Bucket)

    /// A bucket of an S3-compatible store.
    public struct Bucket: Hashable, Sendable {
        /// The URL of the service.
        public var endpoint: String
        /// The region; many services take any.
        public var region: String?
        /// The bucket's name.
        public var bucket: String
        /// What stands before every object's key.
        public var prefix: String?
        /// The access key and its secret.
        public var credentials: SecretReference
        /// How long objects are locked by the store itself; `nil`: not.
        public var objectLock: Duration?
        /// Whether no other gateway writes to it.
        public var singleGateway: Bool

        /// Takes all keys of the table.
        public init(
            endpoint: String, region: String? = nil, bucket: String, prefix: String? = nil,
            credentials: SecretReference, objectLock: Duration? = nil, singleGateway: Bool = false
        ) {
            self.endpoint = endpoint
            self.region = region
            self.bucket = bucket
            self.prefix = prefix
            self.credentials = credentials
            self.objectLock = objectLock
            self.singleGateway = singleGateway
        }
    }
}
