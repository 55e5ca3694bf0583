/// What a gate of maintenance tells the coordinator on descriptor 3.
public enum GateReport: Hashable, Sendable {
    /// It is confined, and serves.
    case ready
    /// What it has done so far.
    case progress(SessionCounts)
    /// An act is done; or it is not, and this is why.
    case acted(String?)
    /// It cannot serve, and ends.
    case failed(String)
}

extension GateReport {
    private enum Kind: UInt8 {
        case ready = 65
        case progress, acted, failed
    }

    private var kind: Kind {
        switch self {
        case .ready: .ready
        case .progress: .progress
        case .acted: .acted
        case .failed: .failed
        }
    }

    /// The whole frame, ready to be sent.
    public var frame: [UInt8] {
        WireWriter.frame(kind: kind.rawValue, id: 0) { writer in
            switch self {
            case .ready: break
            case .progress(let counts): counts.write(to: &writer)
            case .acted(let problem): writer.optional(problem) { $0.text($1, limit: WireLimits.text) }
            case .failed(let problem): writer.text(problem, limit: WireLimits.text)
            }
        }
    }

    /// Reads what follows a frame's length.
    ///
    /// - Throws: ``WireError``.
    public init(_ frame: [UInt8]) throws(WireError) {
        var reader = WireReader(frame)
        let kind = try reader.byte()
        _ = try reader.id()
        guard let kind = Kind(rawValue: kind) else { throw .unknownKind(kind) }
        self =
            switch kind {
            case .ready: .ready
            case .progress: .progress(try SessionCounts(from: &reader))
            case .acted:
                .acted(
                    try reader.optional("problem") { (reader) throws(WireError) in
                        try reader.text("problem", limit: WireLimits.text)
                    })
            case .failed: .failed(try reader.text("problem", limit: WireLimits.text))
            }
        try reader.end()
    }
}
