internal import Glibc
internal import Linux

/// A folder that must be there, with its mode and its owner.
struct FolderPlan {
    let path: String
    let mode: mode_t
    /// `nil`: whoever makes it.
    let owner: Accounts.Account?
    /// Root owns it, and only the group is `owner`'s.
    var groupOnly = false

    /// Makes the folder and those above it, and sets mode and owner, also of one that was there.
    func make() throws(Complaint) {
        do throws(SystemCallError) {
            try Self.makeParents(of: path)
            if unsafe mkdir(path, mode) != 0, errno != EEXIST { throw SystemCallError("mkdir", errno) }
            let folder = try Descriptor.at(path, O_RDONLY | O_DIRECTORY)
            try retrying("fchmod") { fchmod(folder.raw, mode) }
            if let owner, geteuid() == 0 {
                let user = groupOnly ? 0 : owner.user
                try retrying("fchown") { fchown(folder.raw, user, owner.group) }
            }
        } catch {
            throw Complaint(error, at: path, hint: "check who may write there; on a real gateway root does this")
        }
    }

    private static func makeParents(of path: String) throws(SystemCallError) {
        let parts = path.split(separator: "/")
        for depth in 1..<max(parts.count, 1) {
            let parent = "/" + parts.prefix(depth).joined(separator: "/")
            if unsafe mkdir(parent, 0o755) != 0, errno != EEXIST { throw SystemCallError("mkdir", errno) }
        }
    }
}
