internal import Glibc
internal import Keys
internal import Linux

/// The public key that a person hands over.
enum PublicKeyInput {
    /// Bytes that are read at most: a `.pub` file has one line.
    private static let largest = 64 * 1024

    /// Reads a `.pub` file, or the standard input for `-`.
    static func read(_ path: String, _ world: World) throws -> PublicKey {
        guard path == "-" else { return try PublicKey(parsing: try bytes(of: path)) }
        guard let bytes = world.input(largest) else {
            throw Complaint("the public key could not be read from the standard input", hint: "give the .pub file")
        }
        return try PublicKey(parsing: bytes)
    }

    private static func bytes(of path: String) throws(Complaint) -> [UInt8] {
        do throws(SystemCallError) {
            return try Descriptor.at(path, O_RDONLY).readAll(limit: largest)
        } catch {
            throw Complaint(error, at: path, hint: "give the .pub file of the client's key")
        }
    }
}
