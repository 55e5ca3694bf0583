public import Peer

extension Peer {
    /// Uploads one object and waits for the answer.
    ///
    /// - Returns: the status.
    @discardableResult
    public func store(_ sample: Sample) throws(PeerError) -> Int {
        try ask("POST", "/\(sample.path)", body: sample.bytes).status
    }

    /// Hangs up, and waits for the end.
    @discardableResult
    public func leave() throws(PeerError) -> ExitStatus {
        closeInput()
        return try wait()
    }
}

/// An object to upload.
public struct Sample: Sendable {
    /// Its path in a request, as restic names it.
    public let path: String
    /// All of it.
    public let bytes: [UInt8]

    /// Makes one of random bytes; the same seed gives the same one.
    public init(_ folder: String, _ size: Int, seed: UInt64) {
        var chance = Chance(seed: seed)
        bytes = chance.bytes(size)
        path = "\(folder)/\(Files.sum(bytes))"
    }

    private init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// A `config`; to a gate it is any bytes.
    public static let config = Sample(path: "config", bytes: Sample("config", 155, seed: 0).bytes)

    /// A key file as restic makes it. Source: restic `doc/design.rst`, "Keys, Encryption and MAC".
    public static let key: Sample = {
        let text = """
            {"created":"2026-01-01T00:00:00Z","username":"root","hostname":"web1","kdf":"scrypt","N":32768,"r":8,"p":1,\
            "salt":"\(String(repeating: "A", count: 86))==","data":"\(String(repeating: "B", count: 214))=="}
            """
        let bytes = Array(text.utf8)
        return Sample(path: "keys/\(Files.sum(bytes))", bytes: bytes)
    }()
}
