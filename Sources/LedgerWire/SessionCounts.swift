public import Restic

/// What a session did, for its last row.
public struct SessionCounts: Hashable, Sendable {
    /// Objects that it stored.
    public var saves: UInt64 = 0
    /// Objects that it read.
    public var loads: UInt64 = 0
    /// Lists that it read.
    public var lists: UInt64 = 0
    /// Snapshots among its saves.
    public var snapshots: UInt64 = 0
    /// Objects that it removed into the trash: of maintenance only.
    public var removals: UInt64 = 0
    /// Requests that were refused.
    public var refusals: UInt64 = 0
    /// Bodies that it received.
    public var bytesIn = ByteCount.zero
    /// Bodies that it sent.
    public var bytesOut = ByteCount.zero

    /// Nothing yet.
    public init() {}
}

extension SessionCounts {
    func write(to writer: inout WireWriter) {
        for count in [saves, loads, lists, snapshots, removals, refusals] { writer.number(count) }
        writer.amount(bytesIn)
        writer.amount(bytesOut)
    }

    init(from reader: inout WireReader) throws(WireError) {
        saves = try reader.number()
        loads = try reader.number()
        lists = try reader.number()
        snapshots = try reader.number()
        removals = try reader.number()
        refusals = try reader.number()
        bytesIn = try reader.amount()
        bytesOut = try reader.amount()
    }
}
