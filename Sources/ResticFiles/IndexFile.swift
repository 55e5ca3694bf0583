public import Restic

/// What an index file says: which pieces lie where in which packs. All of it is its maker's word.
///
/// Source: restic `doc/design.rst`, "Indexing".
public struct IndexFile: Sendable {
    /// What it says of one pack.
    public struct Pack: Hashable, Sendable {
        /// The pack's name.
        public let name: FileName
        /// Its pieces.
        public let blobs: [Blob]

        /// Takes both.
        public init(name: FileName, blobs: [Blob]) {
            self.name = name
            self.blobs = blobs
        }
    }

    /// The packs.
    public let packs: [Pack]

    /// Says this.
    public init(packs: [Pack]) { self.packs = packs }

    /// Reads a file.
    ///
    /// - Throws: ``ResticFileError``.
    public init(_ file: [UInt8], with key: MasterKey) throws(ResticFileError) {
        var reader = JSONReader(try SealedDocument.open(file, with: key))
        var packs: [Pack] = []
        try reader.object { (name, reader) throws(ResticFileError) in
            switch name {
            case "packs":
                try reader.array { (reader) throws(ResticFileError) in packs.append(try Self.pack(&reader)) }
            // The names of index files that this one replaces: restic ignores them when it reads.
            case "supersedes": try reader.skip()
            default: throw .form("an index with a member \(name.prefix(32))")
            }
        }
        try reader.end()
        self.packs = packs
    }

    /// The JSON, sealed: a file of this repository. `nil` where libcrypto fails.
    public func sealed(with key: MasterKey) -> [UInt8]? {
        let packs = packs.map { pack in
            let blobs = pack.blobs.map { blob in
                #"{"id":"\#(blob.id.hex)","type":"\#(blob.kind.rawValue)","offset":\#(blob.offset),"#
                    + #""length":\#(blob.length)"#
                    + (blob.plainLength.map { #","uncompressed_length":\#($0)"# } ?? "") + "}"
            }
            return #"{"id":"\#(pack.name.hex)","blobs":[\#(blobs.joined(separator: ","))]}"#
        }
        return key.seal(Array(#"{"packs":[\#(packs.joined(separator: ","))]}"#.utf8))
    }

    private static func pack(_ reader: inout JSONReader) throws(ResticFileError) -> Pack {
        var packName: FileName?
        var blobs: [Blob] = []
        try reader.object { (name, reader) throws(ResticFileError) in
            switch name {
            case "id": packName = FileName(try reader.text())
            case "blobs":
                try reader.array { (reader) throws(ResticFileError) in blobs.append(try blob(&reader)) }
            // Written by others than restic, which ignores them.
            case "size", "time": try reader.skip()
            default: throw .form("a pack with a member \(name.prefix(32))")
            }
        }
        guard let packName else { throw .form("a pack without a name") }
        return Pack(name: packName, blobs: blobs)
    }

    private static func blob(_ reader: inout JSONReader) throws(ResticFileError) -> Blob {
        var id: BlobID?
        var kind: BlobKind?
        var (offset, length, plainLength): (UInt64?, UInt64?, UInt64?)
        try reader.object { (name, reader) throws(ResticFileError) in
            switch name {
            case "id": id = BlobID(hex: try reader.text())
            case "type": kind = BlobKind(rawValue: try reader.text())
            case "offset": offset = try reader.number()
            case "length": length = try reader.number()
            case "uncompressed_length": plainLength = try reader.number()
            default: throw .form("a blob with a member \(name.prefix(32))")
            }
        }
        guard let id, let kind, let offset, let length else { throw .form("a blob that lacks something") }
        // Go leaves a zero out, and reads what is left out as one.
        return Blob(
            id: id, kind: kind, offset: offset, length: length, plainLength: plainLength == 0 ? nil : plainLength)
    }
}
