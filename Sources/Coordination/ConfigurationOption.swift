internal import ArgumentParser
internal import Glibc

/// The option that every command has.
struct ConfigurationOption: ParsableArguments {
    @Option(name: .customLong("config"), help: ArgumentHelp("The configuration folder.", valueName: "dir"))
    var path = ConfigurationFolder.standard

    /// The folder, by its absolute path.
    func folder() throws(Complaint) -> ConfigurationFolder {
        ConfigurationFolder(path: try AbsolutePath.of(path))
    }
}
