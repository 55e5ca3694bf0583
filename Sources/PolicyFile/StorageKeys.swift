internal import Policy
internal import Restic

/// The keys of `[storage.X]`; which ones there are depends on `kind`.
enum StorageKeys {
    /// The kinds that this version serves. The raw value is the policy's word.
    enum Kind: String, CaseIterable {
        case local, s3
    }

    struct LocalDraft {
        var kind = Kind.local
        var root: String?
        var floor = ByteCount.gibibytes(5)
    }

    struct BucketDraft {
        var kind = Kind.s3
        var endpoint: String?
        var bucket: String?
        var credentials: SecretReference?
        var region: String?
        var prefix: String?
        var objectLock: Duration?
        var singleGateway = false
    }

    static let local: [Key<LocalDraft>] = [
        Key("kind", \.kind, .choice),
        Key("root", \.root, .some(.path)),
        Key("floor", \.floor, .size),
    ]

    static let bucket: [Key<BucketDraft>] = [
        Key("kind", \.kind, .choice),
        Key("endpoint", \.endpoint, .some(.endpoint)),
        Key("region", \.region, .some(.label("a region"))),
        Key("bucket", \.bucket, .some(.label("a bucket"))),
        Key("prefix", \.prefix, .some(.prefix)),
        Key("credentials", \.credentials, .some(.secret)),
        Key("object_lock", \.objectLock, .optional(.span, absent: "off")),
        Key("single_gateway", \.singleGateway, .flag),
    ]

    /// Reads one `[storage.X]`.
    static func storage(_ member: Entry.Member) throws(Complaints) -> Storage {
        guard let kind = try member.entry.table().first(where: { $0.key == "kind" }) else {
            throw missing(["kind"], in: member)
        }
        switch try Form<Kind>.choice.read(kind.entry) {
        case .local: return try localStorage(member)
        case .s3: return try bucketStorage(member)
        }
    }

    private static func localStorage(_ member: Entry.Member) throws(Complaints) -> Storage {
        var draft = LocalDraft()
        try member.entry.read(into: &draft, by: local)
        guard let root = draft.root else { throw missing(["root"], in: member) }
        return .local(root: root, floor: draft.floor)
    }

    private static func bucketStorage(_ member: Entry.Member) throws(Complaints) -> Storage {
        var draft = BucketDraft()
        try member.entry.read(into: &draft, by: bucket)
        guard let endpoint = draft.endpoint, let bucket = draft.bucket, let credentials = draft.credentials else {
            let isThere = [
                ("endpoint", draft.endpoint != nil), ("bucket", draft.bucket != nil),
                ("credentials", draft.credentials != nil),
            ]
            throw missing(isThere.filter { !$0.1 }.map(\.0), in: member)
        }
        return .s3(
            Storage.Bucket(
                endpoint: endpoint, region: draft.region, bucket: bucket, prefix: draft.prefix,
                credentials: credentials, objectLock: draft.objectLock, singleGateway: draft.singleGateway))
    }

    private static func missing(_ keys: [String], in member: Entry.Member) -> Complaints {
        let keys = keys.joined(separator: ", ")
        return Complaints(member.line, "storage \"\(shown(member.key))\" has no \(keys)", hint: "add: \(keys)")
    }
}
