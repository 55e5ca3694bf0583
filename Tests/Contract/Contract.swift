/// What a client gets, as cases that a server passes or does not: `docs/protocol.md`, row by row, and every mistake
/// that was seen in a server of this kind.
public enum Contract {
    /// All of it, in the order of the table.
    public static let chapters: [Chapter] = [
        Requests.chapter, Loads.chapter, Lists.chapter, Saves.chapter, Cuts.chapter, Removals.chapter, Bounds.chapter,
        Hoards.chapter, Sessions.chapter, Failures.chapter, Records.chapter, Wire.chapter, Floods.chapter,
    ]
}
