internal import Restic
internal import ResticFiles

/// What a run of ``Examination`` found.
public struct Examined: Sendable {
    /// All that is wrong; nothing where the repository may be pruned.
    public let findings: [Fault]
    /// What was read.
    public let summary: Examination.Summary
    /// Packs that must not stay, and what is true in them.
    let lying: [FileName: [Blob]]
    /// True packs that no good index names: what an index of lies, or an unreadable one, may have named too.
    let unindexed: [FileName]

    /// Whether all is as it should be.
    public var isSound: Bool { findings.isEmpty }
}
