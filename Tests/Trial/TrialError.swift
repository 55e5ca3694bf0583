/// Why a trial could not go on: never because of what is tried.
public enum TrialError: Error, CustomStringConvertible {
    /// The programs of this package are not built.
    case notBuilt(String)
    /// A step of the set-up went wrong.
    case failed(Run)
    /// A program did not end in time, and was killed.
    case tooLong(command: String, output: String, error: String)
    /// The ledger did not begin to listen.
    case ledgerSilent(String)

    /// What is wrong, and what to do about it.
    public var description: String {
        switch self {
        case .notBuilt(let path): "\(path) is not there; run: swift build"
        case .failed(let run): "\(run)"
        case .tooLong(let command, let output, let error): "\(command): did not end in time\n\(output)\n\(error)"
        case .ledgerSilent(let log): "the ledger does not listen\n\(log)"
        }
    }
}
