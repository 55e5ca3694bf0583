public import HTTP2

/// A body that is made piece by piece while it is sent.
public final class GeneratedBody: BodySource {
    private let next: () -> [UInt8]?
    private var piece: [UInt8] = []
    private var taken = 0
    private var ended = false

    /// Asks `next` for each piece; nil is the end.
    public init(_ next: @escaping () -> [UInt8]?) {
        self.next = next
    }

    /// What is left of the piece, or the next one.
    public var ready: BodyState {
        while taken == piece.count && !ended {
            if let piece = next() {
                self.piece = piece
                taken = 0
            } else {
                ended = true
            }
        }
        return .bytes(piece.count - taken, last: ended)
    }

    /// Hands on the next bytes.
    public func take(into buffer: UnsafeMutableRawBufferPointer) {
        unsafe buffer.copyBytes(from: piece[taken..<taken + buffer.count])
        taken += buffer.count
    }
}
