internal import Glibc
internal import Linux

/// What keeps a file or a folder from being trusted, or `nil`.
///
/// It must belong to root or to the user of this process, and neither its group nor others may write to it: what sshd
/// calls `StrictModes`. Symbolic links are followed; what they lead to is checked.
func distrust(of status: FileStatus, at path: String) -> PolicyProblem? {
    if status.owner != 0, status.owner != geteuid() {
        return PolicyProblem(
            path, "this belongs to user \(status.owner), and only root's policy counts", hint: "chown root it")
    }
    if status.permissions & 0o022 != 0 {
        let writer = status.permissions & 0o002 != 0 ? "anybody" : "its group"
        return PolicyProblem(path, "\(writer) may write to this", hint: "chmod go-w it")
    }
    return nil
}
