/// Why an attack could not be tried: never because it was withstood.
public enum AttackError: Error, CustomStringConvertible {
    /// What it starts from is not there.
    case cannotStart(String)
    /// A step that has nothing to do with the attack went wrong.
    case step(String, String)

    /// For people.
    public var description: String {
        switch self {
        case .cannotStart(let what): "the attack cannot start: \(what)"
        case .step(let what, let how): "\(what): \(how)"
        }
    }
}
