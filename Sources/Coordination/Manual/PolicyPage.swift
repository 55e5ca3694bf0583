internal import PolicyFile

/// The man page of the policy's files, from the table that the reader of those files is held to.
enum PolicyPage {
    static var lines: [String] {
        var page = Roff("postern.toml", section: 5, about: "the policy of a Postern gateway")
        page.section("DESCRIPTION")
        page.paragraph(
            "The folder /etc/postern holds postern.toml, and one file for each repository (repos.d/NAME.toml), for each "
                + "client (clients.d/NAME.toml) and for the keys of each client (authorized_keys.d/NAME). They are TOML. "
                + "Unknown keys, wrong units and names that lead nowhere are errors with file and line; "
                + "\"postern policy check\" tells them, \"postern policy edit FILE\" changes a file safely.")
        page.paragraph(
            "NAME is [a-z0-9][a-z0-9._-]{0,62}. SIZE is a number with B KB MB GB TB KiB MiB GiB TiB. DURATION is a "
                + "number with s m h d w. A place is STORAGE:a/b/c. In a glob * stays inside a segment, ** crosses them."
        )
        for section in PolicyManual.sections {
            page.section(section.title)
            for key in section.keys { page.item("\(key.name)  (\(key.form))", key.means) }
        }
        page.section("SEE ALSO")
        page.paragraph("postern(8), postern-gate(8), systemd.time(7)")
        return page.lines
    }
}
