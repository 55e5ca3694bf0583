public import Restic

/// What one session may use: the policy's numbers, fixed before the gate reads a byte of its client.
public struct SessionLimits: Hashable, Sendable {
    /// Sessions of the client at once.
    public var sessions = 8
    /// Rows of the client a day.
    public var rowsPerDay = 200_000
    /// What all objects of the repository may cost together; `nil`: no limit.
    public var quota: ByteCount?
    /// How many objects the repository may hold.
    public var maxObjects = 50_000_000
    /// Bytes that the client may upload a day; `nil`: no limit.
    public var uploadPerDay: ByteCount?
    /// Snapshots that the client may make a day; `nil`: no limit.
    public var snapshotsPerDay: Int?
    /// Bytes of `GET /data` a day; `nil`: no limit.
    public var readBudget: ByteCount?
    /// Free space of the storage that clients may not use up.
    public var floor = ByteCount.zero
    /// How many repositories the client may create.
    public var maxRepositories = 4
    /// Whether the client may remove the locks of others.
    public var anyLock = false

    /// The policy's own defaults, and no floor.
    public init() {}
}

/// The free space of a storage, as the gate measured it just now. Source: statvfs(3).
public struct FreeSpace: Hashable, Sendable {
    /// Bytes that an unprivileged user may still write.
    public var bytes: ByteCount
    /// Files that an unprivileged user may still make; `UInt64.max` where the file system does not count them.
    public var inodes: UInt64
    /// How many of them clients may not use up.
    public var inodeFloor: UInt64

    /// Takes the three numbers.
    public init(bytes: ByteCount, inodes: UInt64, inodeFloor: UInt64) {
        self.bytes = bytes
        self.inodes = inodes
        self.inodeFloor = inodeFloor
    }

    /// For a storage that has no end.
    public static let unlimited = FreeSpace(bytes: ByteCount(bytes: .max), inodes: .max, inodeFloor: 0)
}

extension SessionLimits {
    func write(to writer: inout WireWriter) {
        writer.number(sessions)
        writer.number(rowsPerDay)
        writer.optional(quota) { $0.amount($1) }
        writer.number(maxObjects)
        writer.optional(uploadPerDay) { $0.amount($1) }
        writer.optional(snapshotsPerDay) { $0.number($1) }
        writer.optional(readBudget) { $0.amount($1) }
        writer.amount(floor)
        writer.number(maxRepositories)
        writer.flag(anyLock)
    }

    init(from reader: inout WireReader) throws(WireError) {
        sessions = try reader.int("sessions")
        rowsPerDay = try reader.int("rowsPerDay")
        quota = try reader.optional("quota") { (reader) throws(WireError) in try reader.amount() }
        maxObjects = try reader.int("maxObjects")
        uploadPerDay = try reader.optional("uploadPerDay") { (reader) throws(WireError) in try reader.amount() }
        snapshotsPerDay = try reader.optional("snapshotsPerDay") { (reader) throws(WireError) in
            try reader.int("snapshotsPerDay")
        }
        readBudget = try reader.optional("readBudget") { (reader) throws(WireError) in try reader.amount() }
        floor = try reader.amount()
        maxRepositories = try reader.int("maxRepositories")
        anyLock = try reader.flag("anyLock")
    }
}

extension FreeSpace {
    func write(to writer: inout WireWriter) {
        writer.amount(bytes)
        writer.number(inodes)
        writer.number(inodeFloor)
    }

    init(from reader: inout WireReader) throws(WireError) {
        bytes = try reader.amount()
        inodes = try reader.number()
        inodeFloor = try reader.number()
    }
}
