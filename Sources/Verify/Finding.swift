public import Restic

/// An object of a repository, and what is wrong with it.
public struct Finding: Hashable, Sendable {
    /// The object.
    public let object: Object
    /// All that is wrong with it; never empty.
    public let flaws: [Flaw]

    /// Whether taking the object away repairs it; else a person has to look.
    public var isRemovable: Bool {
        flaws.allSatisfy { flaw in
            switch flaw {
            case .unreadable, .garbagePack, .lyingPack, .missingPacks, .wrongPlaces, .extraClaims, .omissions,
                .poisoned:
                true
            case .damaged, .tooManyKeys: false
            }
        }
    }
}
