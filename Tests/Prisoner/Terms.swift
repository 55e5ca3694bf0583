package import Sandbox

/// How a prisoner is confined, by whom, and what it then tries. Travels as command-line arguments.
package struct Terms: Sendable {
    /// How much of the sandbox there is.
    package enum Walls: String, CaseIterable, Sendable {
        /// All that this kernel has.
        case full
        /// As on Debian 12's own kernel: newer rights are not handled.
        case abi2
        /// Landlock alone, without the filter of calls.
        case landlockAlone
        /// A kernel without Landlock.
        case noLandlock
    }

    /// Who tries it.
    package enum User: String, CaseIterable, Sendable {
        /// Whoever runs the tests: root in CI.
        case runner
        /// `nobody`, where the runner may become it; else the runner, who then is not root.
        case unprivileged
    }

    /// Which allowance it has.
    package enum Role: String, CaseIterable, Sendable {
        case appending, established, keying, linking, maintaining, purging, reading, refusing, remote, ledger
    }

    /// Descriptors that whoever starts the prisoner leaves open: one to be closed, one to be kept.
    package static let inherited: (closed: Int32, kept: Int32) = (100, 101)

    package var walls: Walls
    package var user: User
    package var role: Role
    package var word: Confinement
    package var state: String
    package var act: String

    package init(
        _ act: String, in state: String, walls: Walls = .full, user: User = .runner, role: Role = .appending,
        word: Confinement = .required
    ) {
        self.walls = walls
        self.user = user
        self.role = role
        self.word = word
        self.state = state
        self.act = act
    }

    package var arguments: [String] { [walls.rawValue, user.rawValue, role.rawValue, word.rawValue, state, act] }

    package init?(_ arguments: [String]) {
        guard arguments.count == 6, let walls = Walls(rawValue: arguments[0]), let user = User(rawValue: arguments[1]),
            let role = Role(rawValue: arguments[2]), let word = Confinement(rawValue: arguments[3])
        else { return nil }
        self.init(arguments[5], in: arguments[4], walls: walls, user: user, role: role, word: word)
    }
}
