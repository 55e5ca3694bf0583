internal import LedgerWire
internal import Policy

/// A run of maintenance that goes on now.
struct LiveRun {
    /// The number of its first row.
    let number: UInt64
    let opening: RunOpening
    /// What its gates must know.
    let token: String
    /// Whether its coordinator has ended it, or died. It stays until its last gate is gone, since that may still do what
    /// it was allowed.
    var hasEnded = false
    /// Whether hosts that began before it are barred.
    var isFenced = false

    init(number: UInt64, opening: RunOpening) {
        self.number = number
        self.opening = opening
        token = Self.makeToken()
    }

    /// What its coordinator is told, once.
    var welcome: RunWelcome { RunWelcome(number: number, token: token) }

    /// Whether a gate knows the token. It takes equally long wherever the two differ.
    func isProven(by claim: RunWelcome) -> Bool {
        let (mine, theirs) = (Array(token.utf8), Array(claim.token.utf8))
        guard mine.count == theirs.count else { return false }
        return zip(mine, theirs).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// 32 bytes of the kernel's randomness as hex digits.
    private static func makeToken() -> String {
        var source = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(source.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
