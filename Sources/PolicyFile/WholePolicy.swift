public import Policy

/// All that the policy's files say, for the coordinator. A gate never needs it.
public struct WholePolicy: Sendable {
    /// What `postern.toml` says.
    public let settings: Settings
    /// Every client that has a file, by name.
    public let clients: [Client]
    /// Every repository that has a file, by name.
    public let repositories: [Repository]
}

extension PolicyFolder {
    /// Reads every file, and compares them with each other.
    ///
    /// The generated index of places is left aside, so that whoever changed `repos.d` can write it from the result:
    /// ``PlacesIndex/text(of:)``.
    ///
    /// - Throws: all that is wrong, not only the first.
    public func all() throws(PolicyFileError) -> WholePolicy { try Survey(self).policy() }

    /// All that is wrong, the index of places included; empty where all is well.
    public func check() -> [PolicyProblem] {
        do throws(PolicyFileError) {
            let survey = try Survey(self)
            let index = survey.problems.isEmpty ? try survey.indexProblem() : nil
            return survey.problems + (index.map { [$0] } ?? [])
        } catch {
            return error.problems
        }
    }
}
