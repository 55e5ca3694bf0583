internal import Restic
internal import ResticFiles

/// What a client in an attacker's hands can prepare. Each is one line of the table.
public enum Attack: Hashable, Sendable {
    /// Whose place the fake snapshots take.
    public enum Dating: String, CaseIterable, Sendable {
        case backdated, future, honest
    }

    /// Which pieces of the victim are claimed.
    public enum Aim: String, CaseIterable, Sendable {
        case data, tree
    }

    /// Packs of garbage whose index claims all pieces of the victim; `carrying`: each has one true piece, too, and a
    /// snapshot uses it.
    case poisoning(packs: Int, Aim, carrying: Bool)
    /// An index that puts more pieces into a real pack than are in it.
    case extraClaims
    /// An index that has the pieces of a real pack at other places.
    case wrongOffsets
    /// An index of packs that were never stored.
    case missingPacks
    /// 500 random bytes as a file of this kind.
    case garbageIndex, garbageSnapshot, garbageKey
    /// So many snapshots that nobody made.
    case fakes(Dating, count: Int)
    /// More key files than restic tries.
    case manyKeys
    /// Locks by the hundred.
    case manyLocks
    /// One exclusive lock that is made anew for ever.
    case endlessLock
    /// All of the above, one after the other.
    case everything

    /// All of them but the last, in the table's order.
    public static let single: [Attack] =
        Aim.allCases.flatMap { aim in
            [false, true].flatMap { carrying in
                [1, 3, 20].map { .poisoning(packs: $0, aim, carrying: carrying) }
            }
        } + [.extraClaims, .wrongOffsets, .missingPacks, .garbageIndex, .garbageSnapshot, .garbageKey]
        + Dating.allCases.flatMap { dating in [1, 100].map { .fakes(dating, count: $0) } }
        + [.manyKeys, .manyLocks, .endlessLock]

    /// All of them.
    public static let all = single + [.everything]

    /// Whether its success varies from try to try.
    public var isLuck: Bool {
        switch self {
        case .poisoning: true
        case .extraClaims, .wrongOffsets, .missingPacks, .garbageIndex, .garbageSnapshot, .garbageKey, .fakes,
            .manyKeys, .manyLocks, .endlessLock, .everything:
            false
        }
    }

    /// For people.
    public var name: String {
        switch self {
        case .poisoning(let packs, let aim, let carrying):
            "index poisoning: \(packs) garbage pack\(packs == 1 ? "" : "s") for \(aim.rawValue) blobs"
                + (carrying ? ", each with one true blob" : "")
        case .extraClaims: "index that claims more blobs of a real pack than its header"
        case .wrongOffsets: "index with wrong offsets in a real pack"
        case .missingPacks: "index that names missing packs"
        case .garbageIndex: "garbage as index file"
        case .garbageSnapshot: "garbage as snapshot file"
        case .garbageKey: "garbage as key file"
        case .fakes(let dating, let count):
            "\(count) \(dating == .honest ? "honestly dated" : dating.rawValue) fake snapshot\(count == 1 ? "" : "s")"
        case .manyKeys: "25 foreign key files"
        case .manyLocks: "locks by the hundred"
        case .endlessLock: "one exclusive lock, refreshed for ever"
        case .everything: "all of them at once"
        }
    }

    /// Does it.
    func run(_ hostile: Hostile) throws {
        switch self {
        case .poisoning(let packs, let aim, let carrying):
            try Poisoning(hostile).run(packs: packs, kind: aim == .data ? .data : .tree, carrying: carrying)
        case .extraClaims: try LyingIndex(hostile).extraClaims()
        case .wrongOffsets: try LyingIndex(hostile).wrongOffsets()
        case .missingPacks: try LyingIndex(hostile).missingPacks()
        case .garbageIndex: try Garbage.put(.index, hostile)
        case .garbageSnapshot: try Garbage.put(.snapshots, hostile)
        case .garbageKey: try Garbage.put(.keys, hostile)
        case .fakes(let dating, let count): try Fakes(hostile).run(dating, count: count)
        case .manyKeys: try ManyKeys.put(25, hostile)
        case .manyLocks: try Locks(hostile).many(300)
        case .endlessLock: try Locks(hostile).refresh()
        case .everything:
            // What reads the index comes before what nobody can read any more.
            try Attack.poisoning(packs: 20, .data, carrying: true).run(hostile)
            for attack in Attack.single {
                switch attack {
                case .poisoning(let packs, _, let carrying) where packs == 20 && carrying: continue
                case .garbageIndex, .garbageSnapshot, .garbageKey: continue
                case .poisoning, .extraClaims, .wrongOffsets, .missingPacks, .fakes, .manyKeys, .manyLocks,
                    .endlessLock, .everything:
                    try attack.run(hostile)
                }
            }
            for attack in [Attack.garbageIndex, .garbageSnapshot, .garbageKey] { try attack.run(hostile) }
        }
    }
}
