internal import Glibc
internal import Keys
internal import Linux

/// The files of a key that is made here: FILE, and FILE.pub beside it.
enum MintedKey {
    /// The absolute path, where neither file is there.
    static func check(_ path: String) throws(Complaint) -> String {
        let path = try AbsolutePath.of(path)
        for taken in [path, path + ".pub"] where NewGateway.exists(taken) {
            throw Complaint(
                "\(Escaped.text(taken)) is there already, and a key is never overwritten",
                hint: "give another path; an act that was cut is finished with --pubkey \(Escaped.text(path)).pub")
        }
        return path
    }

    /// Writes both files; neither replaces anything.
    static func write(_ pair: borrowing KeyPair, to path: String) throws {
        try pair.writePrivateKey(to: path)
        let line = Array((pair.publicKey.lineWithComment + "\n").utf8)
        do throws(SystemCallError) {
            try unsafe line.withUnsafeBufferPointer { (buffer) throws(SystemCallError) in
                try unsafe NewFile.write(UnsafeRawBufferPointer(buffer), to: path + ".pub", mode: 0o644)
            }
        } catch {
            throw Complaint(error, at: path + ".pub")
        }
    }
}
