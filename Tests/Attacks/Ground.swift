internal import Peer

/// What attacks are tried on.
protocol Ground: AnyObject {
    /// The repository's folder, where we look what is there.
    var repository: String { get }

    /// An honest backup of a folder; `day` counts back from today, where the ground can play that.
    func backup(_ folder: String, day: Int) throws

    /// What an admin has done before the attack; `decoy` is a folder for a snapshot that goes.
    func settle(decoy: String) throws

    /// The hostile client's way in.
    func comeIn() throws -> Peer

    /// Forget and prune, as a schedule runs them.
    func maintain() throws -> Maintenance

    /// Restores a snapshot as the victim does.
    func restore(_ snapshot: String, to folder: String) throws -> Shell.Run
}

/// What came of forget and prune.
struct Maintenance {
    /// Whether all of it was done.
    let isDone: Bool
    /// What it said.
    let report: String
}
