/// A part of a body, on its way from a worker to the client.
enum Portion: Sendable {
    case chunk(Chunk)
    case duct(Duct)

    /// Bytes of it.
    var count: Int {
        switch self {
        case .chunk(let chunk): chunk.count
        case .duct(let duct): duct.count
        }
    }
}
