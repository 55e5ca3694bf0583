internal import Glibc
internal import Linux
internal import Login
internal import Policy
internal import PolicyFile
internal import Restic

/// Who wants to come in, as far as sshd and the forced command say it.
struct Visitor {
    /// The client's name, from the forced command.
    let client: String
    /// The fingerprint of the key that logged in; empty where sshd does not tell.
    let key: String
    /// The key that logged in; `nil` where sshd does not tell.
    private let login: LoginKey?
    /// Where the connection comes from; empty where that is not known.
    let source: String
    /// What was asked for: the remote's name, or the whole command where it is none of ours.
    let asked: String
    private let command: Result<ServeCommand, ServeCommandError>

    /// Reads the facts that sshd left for us.
    ///
    /// - Throws: ``LoginError`` where they are there and cannot be understood.
    init(_ invocation: Invocation, _ environment: LoginEnvironment) throws(LoginError) {
        client = invocation.client
        if let connection = environment.connection,
            case .address(let address) = try LoginFacts.source(connection: connection)
        {
            source = address
        } else {
            source = ""
        }
        if let path = environment.userAuth { login = try Self.login(path) } else { login = nil }
        key = login?.fingerprint ?? ""
        do throws(ServeCommandError) {
            let command = try ServeCommand(parsing: environment.command)
            (self.command, asked) = (.success(command), command.remote)
        } catch {
            (command, asked) = (.failure(error), environment.command)
        }
    }

    /// Whether the command is one that we serve at all; if not, there is nobody to speak HTTP/2 with.
    var isServed: Bool { (try? command.get()) != nil }

    /// What is wrong with the command, for the person at the client.
    var complaint: String? {
        if case .failure(let error) = command { error.description } else { nil }
    }

    /// Whether the key that logged in is none of the client's, which the file at `path` lists. A file that cannot be
    /// read lists none.
    func hasForeignKey(_ path: String) -> Bool {
        guard let login else { return false }
        let file = try? Descriptor.at(path, O_RDONLY).readAll(limit: LoginFacts.fileLimit)
        return !login.isListed(in: file ?? [])
    }

    /// Asks the policy.
    ///
    /// - Throws: ``PolicyFileError`` where a file that decides cannot be read.
    func admission(by policy: GatePolicy, at time: LocalTime) throws(PolicyFileError) -> Admission {
        guard case .success(let command) = command else { return .refused(.notServed) }
        return try policy.client.admit(
            Arrival(remote: command.remote, source: Address(source), time: time),
            repositories: policy.repositories, adopted: policy.adopted, template: policy.template)
    }

    private static func login(_ path: String) throws(LoginError) -> LoginKey? {
        guard let bytes = try? Descriptor.at(path, O_RDONLY | O_NOFOLLOW).readAll(limit: LoginFacts.fileLimit) else {
            throw .userAuth
        }
        return try LoginFacts.keys(userAuth: bytes).first
    }
}

extension LocalTime {
    /// The gateway's wall clock now. Source: localtime_r(3), which reads the zone, so not in a confined gate.
    static func now() -> LocalTime? {
        var now = time(nil)
        var parts = unsafe tm()
        unsafe localtime_r(&now, &parts)
        let day = unsafe Day(year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
        return day.map { LocalTime(day: $0, minute: unsafe Int(parts.tm_hour) * 60 + Int(parts.tm_min)) }
    }
}
