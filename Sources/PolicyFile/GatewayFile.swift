/// A new `postern.toml`: one local storage, and comments that say what to change.
public struct GatewayFile: Hashable, Sendable {
    /// `state`
    public let state: String
    /// `root` of the storage `main`.
    public let storage: String

    /// A gateway with a state folder and a storage folder, both by their absolute paths.
    public init(state: String, storage: String) {
        self.state = state
        self.storage = storage
    }

    /// The file's content.
    public var text: String {
        """
        # The gateway. `postern policy check` tells what is wrong after an edit.

        # Trail, catalog, secrets and the ledger's socket.
        state = \(TOMLText.quoted(state))

        # Where repositories lie: `at = "main:hosts/web1"` is the folder hosts/web1 of this storage.
        [storage.main]
        kind = "local"
        root = \(TOMLText.quoted(storage))
        # Free space that clients may not use up: prune needs it.
        floor = "5GiB"

        # Any key of clients.d/NAME.toml, for all clients whose own file does not say otherwise.
        [defaults.client]
        # max_silence = "3d"

        # The same for repos.d/NAME.toml.
        [defaults.repo]
        # protect = "14d"

        """
    }
}
