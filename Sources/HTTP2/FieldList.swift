internal import CNghttp2

/// Header fields in the form in which nghttp2 takes them. It copies them.
struct FieldList {
    private var bytes: [UInt8] = []
    private var lengths: [(name: Int, value: Int)] = []

    init(_ fields: [(String, String)]) {
        for (name, value) in fields {
            bytes += name.utf8
            bytes += value.utf8
            lengths.append((name.utf8.count, value.utf8.count))
        }
    }

    /// Calls `body` with the fields, which are valid only there.
    func withPairs<Result>(_ body: (UnsafeBufferPointer<nghttp2_nv>) -> Result) -> Result {
        var bytes = bytes
        return unsafe bytes.withUnsafeMutableBufferPointer { memory in
            var pairs: [nghttp2_nv] = unsafe []
            unsafe pairs.reserveCapacity(lengths.count)
            var place = memory.baseAddress
            for (name, value) in lengths {
                let end = unsafe place.map { unsafe $0 + name }
                unsafe pairs.append(
                    nghttp2_nv(name: place, value: end, namelen: name, valuelen: value, flags: 0))
                unsafe place = end.map { unsafe $0 + value }
            }
            return unsafe pairs.withUnsafeBufferPointer { unsafe body($0) }
        }
    }
}
