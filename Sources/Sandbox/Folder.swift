internal import CLinux
internal import Glibc
public import Linux

/// A folder, or a file, that an allowance speaks of.
public struct Folder: Hashable, Sendable, CustomStringConvertible {
    private enum Place: Hashable, Sendable {
        case path(String)
        case descriptor(Int32)
    }

    private let place: Place

    /// What lies at `path`. Symbolic links in it are followed, now and never again.
    public static func at(_ path: String) -> Folder { Folder(place: .path(path)) }

    /// What `descriptor` stands for. It must stay open until the process is confined.
    public static func open(_ descriptor: borrowing Descriptor) -> Folder {
        Folder(place: .descriptor(descriptor.raw))
    }

    /// The path, or the number of the descriptor.
    public var description: String {
        switch place {
        case .path(let path): path
        case .descriptor(let raw): "descriptor \(raw)"
        }
    }

    /// A handle that names it and cannot read it, which is all that a rule needs.
    func handle() throws(SystemCallError) -> Descriptor {
        switch place {
        case .path(let path): try Descriptor.at(path, openPath)
        case .descriptor(let raw): Descriptor(owning: try retrying("fcntl") { fcntl(raw, F_DUPFD_CLOEXEC, 3) })
        }
    }
}
