/// Files to back up: of all kinds that go wrong easily.
extension Trial {
    /// Makes a folder of files, and gives its path. Two folders of different names hold different bytes.
    public func makeFiles(_ name: String) async throws -> String {
        let path = "\(folder)/\(name)"
        try await run("sh", ["-euc", Self.recipe, "sh", path, name]).required()
        return path
    }

    /// Compares two folders byte for byte; links are compared as links.
    public func compare(_ left: String, _ right: String) async throws -> Run {
        try await run("diff", ["-r", "--no-dereference", left, right])
    }

    private static let recipe = #"""
        mkdir -p "$1/empty folder" "$1/deep/a/b/c/d/e/f"
        cd "$1"
        : >empty
        printf '%s' "$2" >name
        printf 'x' >'-begins with a dash'
        printf 'y' >"$(printf 'a line\nbreak and \303\244 and \377')"
        printf 'z' >deep/a/b/c/d/e/f/"$(printf '%0200d' 7)"
        head -c 5000000 /dev/urandom >noise
        yes "$2" | head -c 3000000 >text
        truncate -s 1000000 holes
        ln -s nowhere dangling
        ln text hard-link
        ln -s text link
        seq 200 | while read -r number; do printf '%s %s' "$2" "$number" >"deep/$number"; done
        chmod 0400 name
        """#
}
