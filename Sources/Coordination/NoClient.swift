internal import Policy

/// That a client is not there.
enum NoClient {
    static func named(_ name: Name) -> Complaint {
        Complaint("there is no client \"\(name)\"", hint: "postern client list shows their names")
    }
}
