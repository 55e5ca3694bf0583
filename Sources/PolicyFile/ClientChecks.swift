internal import Policy

/// What of a client can only be judged beside other files.
struct ClientChecks {
    private let onFile: ClientOnFile
    private let defaults: ClientLines
    private let main: String

    /// Takes the client, where the names of `[defaults.client]` stand, and the path of `postern.toml`.
    init(_ onFile: ClientOnFile, defaults: ClientLines, main: String) {
        self.onFile = onFile
        self.defaults = defaults
        self.main = main
    }

    /// All problems of one client.
    ///
    /// - Parameters:
    ///   - repositories: those that could be read; at least the client's own.
    ///   - known: those that have a file, which may be wrong.
    ///   - gateway: knows the storages; `nil` where `postern.toml` is wrong.
    /// - Returns: none where all is well.
    func problems(
        _ repositories: [Name: RepositoryOnFile], known: Set<Name>, gateway: Gateway?
    ) -> [PolicyProblem] {
        dangling(known) + (gateway.map(withoutStorage) ?? []) + collisions(repositories)
    }

    private func dangling(_ known: Set<Name>) -> [PolicyProblem] {
        onFile.client.repositories.filter { !known.contains($0) }.map { name in
            let hint = nearest(to: name.description, among: known.map(\.description).sorted())
            return problem(
                \.repositories, name, "there is no repository \"\(name)\"",
                hint: hint.map { "did you mean \"\($0)\"?" }
                    ?? "make it with: postern repo add \(name) --at STORAGE:PATH")
        }
    }

    private func withoutStorage(_ gateway: Gateway) -> [PolicyProblem] {
        onFile.client.paths.filter { gateway.storages[$0.storage] == nil }.map { glob in
            problem(
                \.paths, glob, "there is no storage \"\(glob.storage)\"",
                hint: "storages of postern.toml: \(gateway.storageNames)")
        }
    }

    /// Two repositories of one client must not answer to the same name: the client could not tell which it gets.
    private func collisions(_ repositories: [Name: RepositoryOnFile]) -> [PolicyProblem] {
        var owners: [String: Name] = [:]
        var problems: [PolicyProblem] = []
        for name in onFile.client.repositories {
            guard let repository = repositories[name]?.repository else { continue }
            for word in [repository.name, repository.place.description] + repository.aliases {
                guard let owner = owners.updateValue(name, forKey: word), owner != name else { continue }
                problems.append(
                    problem(
                        \.repositories, name,
                        "\"\(shown(word))\" would be the repository \"\(owner)\" and the repository \"\(name)\"",
                        hint: "take the alias out of one of the two"))
            }
        }
        return problems
    }

    /// The problem at the line that names `value`: the client's, or else that of `[defaults.client]`.
    private func problem<Value>(
        _ lines: KeyPath<ClientLines, [Value: Int]>, _ value: Value, _ message: String, hint: String
    ) -> PolicyProblem {
        if onFile.lines[keyPath: lines][value] == nil, let line = defaults[keyPath: lines][value] {
            return PolicyProblem(main, line: line, message, hint: hint)
        }
        return PolicyProblem(onFile.file, line: onFile.lines[keyPath: lines][value], message, hint: hint)
    }
}
