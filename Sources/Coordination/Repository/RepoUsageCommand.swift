internal import ArgumentParser
internal import Policy
internal import PolicyFile

/// `postern repo usage`
struct RepoUsageCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "usage", abstract: "Show how much repositories hold, and how much of their quota.",
        discussion: Help.text(
            """
            The trail tells it; nothing is counted on the disk. SIZE is what the quota counts: each object rounded up to \
            4 KiB, plus 4 KiB, and what is on its way now. "?" means that the trail does not know the repository, or \
            could not be asked; postern repo import makes one known that was there before. With --json: a list of \
            objects with the members name, at, objects, bytes (or null), quota (bytes or null), snapshots, lastBackup (a \
            time in UTC or null).
            """, examples: ["postern repo usage", "postern repo usage web1 --json"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "Only this repository.", transform: Words.name)
    var name: Name?

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let wanted = try office.policy().repositories.filter { name == nil || $0.name == name?.description }
        if let name, wanted.isEmpty { throw NoRepository.named(name) }
        let holdings = try office.holdings()
        let uses = try wanted.map { try RepositoryUse($0, holdings) }
        if json { return world.print(JSON.list(uses.map { .object($0.members) }).line) }
        var table = Table("NAME", "AT", "OBJECTS", "SIZE", "QUOTA", "USED", "SNAPSHOTS", "LAST BACKUP")
        for use in uses { table.add(escaped: use.cells(world)) }
        table.lines.forEach(world.print)
    }
}
