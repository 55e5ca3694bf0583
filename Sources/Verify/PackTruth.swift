internal import Crypto
internal import Restic
internal import ResticFiles

/// What a pack really holds: each of its pieces was opened and hashed.
struct PackTruth {
    /// The pieces that are what they claim to be.
    var truths: [Blob] = []
    /// The pieces that are not.
    var lies: [Blob] = []
    /// Why its header cannot be read.
    var garbage: ResticFileError?
    /// Whether its bytes are those of its name.
    var isWhole = true

    var isTrue: Bool { lies.isEmpty && garbage == nil && isWhole }

    /// Plain bytes that the pieces of a pack may become, for each of its own bytes and in all: a client must not keep us
    /// busy for hours with a pack that costs it nothing.
    private static let growth: UInt64 = 256
    private static let least: UInt64 = 4 << 30

    /// Looks at all of a pack.
    init(_ bytes: [UInt8], named name: FileName, with key: MasterKey) {
        let sum = SHA256()
        sum?.add(bytes)
        isWhole = sum?.finish().flatMap { FileName(digest: $0) } == name
        let size = UInt64(bytes.count)
        do throws(ResticFileError) {
            let tail = Array(bytes.suffix(PackHeader.lengthField))
            let length = try PackHeader.length(tail: tail, packSize: size)
            let sealed = Array(bytes.dropLast(PackHeader.lengthField).suffix(Int(length)))
            let header = try PackHeader(sealed: sealed, packSize: size, with: key)
            var budget = Self.least + size * Self.growth
            for blob in header.blobs {
                let piece = bytes[Int(blob.offset)..<Int(blob.offset + blob.length)]
                let grown = blob.plainLength ?? 0
                guard grown <= budget else { throw .form("pieces that grow without end") }
                budget -= grown
                if blob.isTrue(sealed: piece, with: key) { truths.append(blob) } else { lies.append(blob) }
            }
        } catch {
            garbage = error
        }
    }
}
