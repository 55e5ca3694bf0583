/// Something that must hold for one half of a call's argument. Filters see numbers only, never what a pointer points to.
struct ArgumentTest: Sendable {
    /// What a value must be.
    enum Wanted: Sendable {
        case oneOf([UInt32])
        case noneOf([UInt32])
    }

    /// Which 32 bits: twice the argument's index, plus 1 for the upper half. Both architectures are little-endian.
    let word: Int
    /// The bits that count.
    let mask: UInt32
    let wanted: Wanted

    /// The argument is one of `values`. The upper half is not looked at: the kernel takes these arguments as 32 bits.
    static func argument(_ index: Int, isOneOf values: [UInt32], mask: UInt32 = .max) -> ArgumentTest {
        ArgumentTest(word: 2 * index, mask: mask, wanted: .oneOf(values))
    }

    /// The argument is none of `values`.
    static func argument(_ index: Int, isNoneOf values: [UInt32]) -> ArgumentTest {
        ArgumentTest(word: 2 * index, mask: .max, wanted: .noneOf(values))
    }

    /// The argument has none of these bits.
    static func argument(_ index: Int, lacks bits: UInt32) -> ArgumentTest {
        ArgumentTest(word: 2 * index, mask: bits, wanted: .oneOf([0]))
    }

    /// The upper half of the argument is 0 as well: for pointers.
    static func upperHalfIsZero(_ index: Int) -> ArgumentTest {
        ArgumentTest(word: 2 * index + 1, mask: .max, wanted: .oneOf([0]))
    }
}
