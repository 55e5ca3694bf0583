public import Restic
public import ResticFiles

/// What is wrong with an object that a client stored.
public enum Flaw: Hashable, Sendable {
    /// An index, a snapshot or a key file that nobody can read: one such file hides everything behind it.
    case unreadable(ResticFileError)
    /// A pack whose bytes are not those that its name promises: a disk's fault, or a gate's that was taken over.
    case damaged
    /// A pack whose own header cannot be read.
    case garbagePack(ResticFileError)
    /// A pack with pieces that do not hash to their ids; how many do, and how many of the false ids lie truly elsewhere.
    case lyingPack(lies: Int, truths: Int, elsewhere: Int)
    /// An index of packs that are not there.
    case missingPacks([FileName], blobs: Int)
    /// An index that has pieces of a pack at other places than the pack's own header.
    case wrongPlaces([FileName], blobs: Int)
    /// An index that puts pieces into a pack which are not in the pack's own header.
    case extraClaims([FileName], blobs: Int)
    /// An index that leaves out pieces of a pack that it names.
    case omissions([FileName], blobs: Int)
    /// An index of packs that lie, or are garbage.
    case poisoned([FileName], blobs: Int)

    /// One word for it, which scripts may read: never rename one, only add.
    public var word: String {
        switch self {
        case .unreadable: "unreadable"
        case .damaged: "damaged"
        case .garbagePack: "garbage-pack"
        case .lyingPack: "lying-pack"
        case .missingPacks: "missing-packs"
        case .wrongPlaces: "wrong-offsets"
        case .extraClaims: "extra-claims"
        case .omissions: "omissions"
        case .poisoned: "index-poisoning"
        }
    }

    /// For people.
    public var text: String {
        switch self {
        case .unreadable(let why): "nobody can read it: \(why.words)"
        case .damaged: "its bytes are not those of its name"
        case .garbagePack(let why): "a pack of garbage: \(why.words)"
        case .lyingPack(let lies, let truths, let elsewhere):
            "a lying pack: \(Self.blobs(lies)) not what they claim to be"
                + (elsewhere > 0 ? ", \(elsewhere) of them truly in other packs" : "") + "; \(truths) true"
        case .missingPacks(let packs, let blobs): "names \(Self.packs(packs)) missing, with \(Self.blobs(blobs))"
        case .wrongPlaces(let packs, let blobs): "wrong offsets: \(Self.blobs(blobs)) of \(Self.packs(packs))"
        case .extraClaims(let packs, let blobs):
            "claims \(Self.blobs(blobs)) of \(Self.packs(packs)) that the pack's own header does not have"
        case .omissions(let packs, let blobs): "leaves out \(Self.blobs(blobs)) of \(Self.packs(packs))"
        case .poisoned(let packs, let blobs):
            "index poisoning: claims \(Self.blobs(blobs)) of \(Self.packs(packs)) of lies or garbage"
        }
    }

    private static func packs(_ names: [FileName]) -> String {
        let first = names.first.map { " (\($0.hex.prefix(8))…)" } ?? ""
        return "\(names.count) pack\(names.count == 1 ? "" : "s")\(first)"
    }

    private static func blobs(_ count: Int) -> String { "\(count) blob\(count == 1 ? "" : "s")" }
}
