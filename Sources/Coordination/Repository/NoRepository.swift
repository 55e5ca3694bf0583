internal import Policy

/// That a repository has no file.
enum NoRepository {
    static func named(_ name: Name) -> Complaint {
        Complaint("there is no repository \"\(name)\"", hint: "postern repo list shows their names")
    }
}
