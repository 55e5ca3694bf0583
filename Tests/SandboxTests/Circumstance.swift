internal import Glibc
internal import Prisoner
internal import Sandbox
internal import Testing

/// Who is confined how: every combination must hold.
struct Circumstance: Sendable, CustomTestStringConvertible {
    let walls: Terms.Walls
    let user: Terms.User

    /// With root and without, on this kernel and on one like Debian 12's.
    static let all = [
        Circumstance(walls: .full, user: .runner), Circumstance(walls: .full, user: .unprivileged),
        Circumstance(walls: .abi2, user: .runner), Circumstance(walls: .abi2, user: .unprivileged),
    ]

    /// Landlock without the filter, so that neither hides a hole in the other.
    static let landlockAlone = [
        Circumstance(walls: .landlockAlone, user: .runner), Circumstance(walls: .landlockAlone, user: .unprivileged),
    ]

    /// Whether Landlock itself refuses to truncate.
    var landlockKnowsTruncating: Bool {
        switch walls {
        case .full, .landlockAlone: Level.ofThisKernel >= .landlock3
        case .abi2, .noLandlock: false
        }
    }

    var testDescription: String { "\(walls), \(user)" }

    /// `required` wherever it can be had.
    private var word: Confinement {
        switch (walls, user) {
        case (.abi2, .runner): geteuid() == 0 ? .bestEffort : .required
        case (.noLandlock, _): .bestEffort
        case (.abi2, .unprivileged), (.full, _), (.landlockAlone, _): .required
        }
    }

    /// Confines a prisoner so in `state`, and lets it try `act`.
    func trial(_ act: some Act, in state: borrowing State, role: Terms.Role = .appending) throws -> Trial {
        try trial(act.rawValue, in: state, role: role)
    }

    func trial(_ act: String, in state: borrowing State, role: Terms.Role = .appending) throws -> Trial {
        if user == .unprivileged { try state.giveAway() }
        return try Trial(Terms(act, in: state.path, walls: walls, user: user, role: role, word: word))
    }
}
