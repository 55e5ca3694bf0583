internal import CZstd

/// zstd, as repositories of version 2 have it. Source: RFC 8878; zstd.h, "Streaming decompression".
enum Zstd {
    /// Decompresses all frames of `bytes`, piece by piece: what they hold is never in memory as a whole.
    ///
    /// - Parameters:
    ///   - bytes: whole frames.
    ///   - limit: bytes after which it is given up.
    ///   - take: gets each piece.
    /// - Throws: ``ResticFileError/compression``.
    static func decompress(
        _ bytes: ArraySlice<UInt8>, limit: UInt64, take: (UnsafeRawBufferPointer) -> Void
    ) throws(ResticFileError) {
        guard let stream = unsafe ZSTD_createDStream() else { throw .compression }
        defer { _ = unsafe ZSTD_freeDStream(stream) }
        // 128 MiB: what restic's own decoder refuses beyond, and what bounds our memory.
        guard unsafe ZSTD_isError(ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 27)) == 0 else {
            throw .compression
        }
        var piece = [UInt8](repeating: 0, count: ZSTD_DStreamOutSize())
        var made: UInt64 = 0
        var isWhole = false
        let isSound = unsafe bytes.withUnsafeBytes { source in
            var input = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
            return unsafe piece.withUnsafeMutableBytes { target in
                while true {
                    var output = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
                    let left = unsafe ZSTD_decompressStream(stream, &output, &input)
                    guard ZSTD_isError(left) == 0 else { return false }
                    let count = unsafe output.pos
                    made += UInt64(count)
                    guard made <= limit else { return false }
                    unsafe take(UnsafeRawBufferPointer(rebasing: target[..<count]))
                    isWhole = left == 0
                    let isDrained = count < target.count
                    if unsafe input.pos == source.count, isWhole || isDrained { return true }
                }
            }
        }
        guard isSound, isWhole else { throw .compression }
    }

    /// Decompresses into memory.
    static func decompress(_ bytes: ArraySlice<UInt8>, limit: UInt64) throws(ResticFileError) -> [UInt8] {
        var content: [UInt8] = []
        try unsafe decompress(bytes, limit: limit) { unsafe content.append(contentsOf: $0) }
        return content
    }
}
