internal import CPrisoner
internal import Glibc

/// What a taken-over gate would leave where its client may store nothing.
package enum PlantAct: String, Act {
    /// A `config`; a key file; what `trash restore` would bring back; a file beside all folders.
    case plantConfig, plantKey, plantInTrash, plantStray

    package func attempt(in cell: Cell) -> Int32 {
        let root = cell.repository
        return switch self {
        case .plantConfig: move(root, to: "config")
        case .plantKey: move(root, to: "keys/planted")
        case .plantInTrash: move(root, to: "trash/7/data/planted")
        case .plantStray: systemCall(SYS_openat, Int(root), path: "stray", Int(O_WRONLY | O_CREAT | O_EXCL), 0o600)
        }
    }

    private func move(_ root: Int32, to name: String) -> Int32 {
        unsafe name.withCString {
            systemCall(SYS_renameat2, Int(root), path: "tmp/mine", Int(root), Int(bitPattern: $0), 1)
        }
    }
}
