internal import Policy

/// Everything in a policy folder, with all problems that were found on the way.
struct Survey: ~Copyable {
    private(set) var problems: [PolicyProblem]
    private let reader: PolicyReader
    private var clients: [ClientOnFile] = []
    private var repositories: [Name: RepositoryOnFile] = [:]

    /// - Throws: what keeps the folder itself from being read.
    init(_ folder: PolicyFolder) throws(PolicyFileError) {
        var problems: [PolicyProblem] = []
        reader = try PolicyReader(surveying: CheckedFolder(folder.path, folder.proposed), &problems)
        let mainIsRead = problems.isEmpty
        self.problems = problems
        let clientNames = names(in: PolicyReader.clients)
        let repositoryNames = names(in: PolicyReader.repositories)
        for name in clientNames {
            if let client = attempt({ reader throws(PolicyFileError) in try reader.client(name) }) {
                clients.append(client)
            }
        }
        for name in repositoryNames {
            repositories[name] = attempt { reader throws(PolicyFileError) in try reader.repository(name) }
        }
        compare(known: Set(repositoryNames), gateway: mainIsRead ? reader.settings.gateway : nil)
    }

    /// The policy, if nothing is wrong with it.
    consuming func policy() throws(PolicyFileError) -> WholePolicy {
        if let error = PolicyFileError(problems) { throw error }
        return WholePolicy(
            settings: reader.settings, clients: clients.map(\.client), repositories: sorted.map(\.repository))
    }

    /// That the index of places does not say what `repos.d` says.
    func indexProblem() throws(PolicyFileError) -> PolicyProblem? {
        let file = reader.folder.path(of: PlacesIndex.name)
        let text = PlacesIndex.text(of: sorted.map(\.repository))
        guard let bytes = try reader.folder.read(PlacesIndex.name, limit: PolicyFolder.largestIndex) else {
            return repositories.isEmpty
                ? nil : PolicyProblem(file, "the index of places is missing", hint: PlacesIndex.staleHint)
        }
        guard bytes != Array(text.utf8) else { return nil }
        return PolicyProblem(file, "the index of places is out of date", hint: PlacesIndex.staleHint)
    }

    private var sorted: [RepositoryOnFile] { repositories.values.sorted { $0.name < $1.name } }

    private mutating func compare(known: Set<Name>, gateway: Gateway?) {
        let main = reader.folder.path(of: PolicyReader.main)
        for client in clients {
            let checks = ClientChecks(client, defaults: reader.lines.client, main: main)
            problems += checks.problems(repositories, known: known, gateway: gateway)
        }
        if let gateway { problems += sorted.compactMap { $0.storageProblem(gateway) } }
        problems += PlaceChecks.overlaps(sorted)
    }

    /// The names that the files of a folder stand for; every other file there is a problem.
    private mutating func names(in folder: String) -> [Name] {
        let files = attempt { reader throws(PolicyFileError) in try reader.folder.folder(folder).names() } ?? []
        return files.compactMap { file in
            if let name = PolicyReader.name(ofFile: file) { return name }
            problems.append(StrayFile.problem("\(reader.folder.path(of: folder))/\(file)", named: file))
            return nil
        }
    }

    private mutating func attempt<Result>(
        _ read: (borrowing PolicyReader) throws(PolicyFileError) -> Result?
    ) -> Result? {
        do throws(PolicyFileError) {
            return try read(reader)
        } catch {
            problems += error.problems
            return nil
        }
    }
}
