internal import CPrisoner
internal import Glibc

/// What a prisoner does last: a signal ends it.
package enum LastAct: String, Act {
    /// A call by another architecture's gate, whose numbers mean other calls.
    case callAs32Bit
    /// How a program ends that has found itself broken.
    case abort

    package func attempt(in cell: Cell) -> Int32 {
        switch self {
        case .callAs32Bit: outcome(prisoner_call_as_32_bit())
        case .abort: Glibc.abort()
        }
    }
}
