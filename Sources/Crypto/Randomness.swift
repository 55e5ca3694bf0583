/// Bytes that nobody can guess, from the kernel.
public enum Randomness {
    /// So many of them. Source: Swift's `SystemRandomNumberGenerator`, which is getrandom(2) here.
    public static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
