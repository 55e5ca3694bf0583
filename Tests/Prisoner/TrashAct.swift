internal import CPrisoner
internal import Glibc

/// What maintenance does to a stored object and to the trash, and what it must not be able to do. `trash/7/data/old` is
/// an object that an earlier run removed; `trash/7/data/object` is free.
package enum TrashAct: String, Act {
    case trash, restore, purge
    /// An object that is in the trash takes the place of one that is not, or the other way round.
    case restoreOver, trashOver, exchangeWithTrash
    /// To where the next session sweeps it away.
    case moveToTemporary, moveTrashToTemporary
    case removeConfig, moveConfig

    package func attempt(in cell: Cell) -> Int32 {
        let (object, old) = ("data/00/object", "trash/7/data/old")
        return switch self {
        case .trash: move(cell, object, "trash/7/data/object", 1)
        case .restore: move(cell, old, "data/00/old", 1)
        case .purge: unsafe outcome(unlinkat(cell.repository, old, 0))
        case .restoreOver: move(cell, old, object, 0)
        case .trashOver: move(cell, object, old, 0)
        case .exchangeWithTrash: move(cell, object, old, 2)
        case .moveToTemporary: move(cell, object, "tmp/stolen", 1)
        case .moveTrashToTemporary: move(cell, old, "tmp/stolen", 1)
        case .removeConfig: unsafe outcome(unlinkat(cell.repository, "config", 0))
        case .moveConfig: move(cell, "config", "trash/7/data/config", 1)
        }
    }

    private func move(_ cell: Cell, _ from: String, _ to: String, _ flags: Int) -> Int32 {
        unsafe to.withCString {
            systemCall(
                SYS_renameat2, Int(cell.repository), path: from, Int(cell.repository), Int(bitPattern: $0), flags)
        }
    }
}
