internal import HTTP2

/// How a session is started and spoken to.
struct Conduct {
    /// What runs the server, for example `taskset`.
    var prefix: [String] = []
    /// Our end of HTTP/2; by default as restic's.
    var client = ClientSettings()
}
