/// Where the lines for sshd find `postern-gate`.
enum GateProgram {
    /// Beside the coordinator: `/usr/bin/postern-gate` for an installed one, the fresh one for one that was just built.
    static func path(beside executable: String) throws(Complaint) -> String {
        guard let slash = executable.lastIndex(of: "/") else {
            throw Complaint("it is not known where this program lies", hint: "mount /proc")
        }
        return executable[...slash] + "postern-gate"
    }
}
