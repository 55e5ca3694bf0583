// What `[defaults.client]` and `[defaults.repo]` describe: a policy that waits for its name.

extension Client {
    /// Every key at its default, to be had under a name by ``renamed(_:)``.
    public static let defaults = Client(name: Name(unchecked: "defaults"))
}

extension Repository {
    /// Every key at its default, to be had under a name and at a place by ``moved(to:name:)``.
    public static let defaults = Repository(
        name: "defaults", place: Place(storage: Name(unchecked: "defaults"), segments: ["defaults"]))
}
