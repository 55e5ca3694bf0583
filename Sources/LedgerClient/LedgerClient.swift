public import Restic
public enum Action: String, Sendable { case open, close, create, save, remove, load, list }
public struct Permit: ~Copyable, Sendable {
    public let row: UInt64
    public let action: Action
    public let object: Object?
}
public struct FreeSpace: Sendable {
    public init(bytes: ByteCount, inodes: UInt64, inodeFloor: UInt64) {}
}
