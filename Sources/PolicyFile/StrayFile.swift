/// A file beside the policy's files that is none of them: somebody may believe that it counts.
enum StrayFile {
    private static let endings = [
        "~", ".bak", ".swp", ".swo", ".swx", ".orig", ".rej", ".save", ".tmp", ".rpmnew", ".rpmsave", ".dpkg-old",
        ".dpkg-new", ".dpkg-dist", "#",
    ]

    static func problem(_ path: String, named name: String) -> PolicyProblem {
        if name.hasPrefix(".") || endings.contains(where: { name.hasSuffix($0) }) {
            return PolicyProblem(
                path, "this looks like what an editor or an installer left behind",
                hint: "take it away; only NAME.toml is read here")
        }
        return PolicyProblem(
            path, "this is not a file of the policy",
            hint: "a file here is NAME.toml, and NAME is [a-z0-9][a-z0-9._-]*, at most 63 characters")
    }
}
