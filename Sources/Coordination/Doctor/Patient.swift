internal import Glibc
internal import Policy
internal import PolicyFile

/// The gateway that is looked at, as far as it can be read.
struct Patient {
    let configuration: ConfigurationFolder
    let world: World
    let accounts: Accounts
    /// sshd's configuration file; `nil`: the one that sshd reads by itself.
    let sshdConfiguration: String?
    /// What is wrong with the policy.
    let problems: [PolicyProblem]
    /// What `postern.toml` says; `nil` where it cannot be read.
    let gateway: Gateway?
    /// All of the policy; `nil` where something is wrong with it.
    let policy: WholePolicy?

    /// Reads what can be read.
    init(_ configuration: ConfigurationFolder, sshdConfiguration: String?, _ world: World) {
        self.configuration = configuration
        self.world = world
        self.sshdConfiguration = sshdConfiguration
        accounts = .inUse(by: configuration)
        let folder = PolicyFolder(configuration.path)
        gateway = try? folder.gateway()
        do throws(PolicyFileError) {
            policy = try folder.all()
            problems = []
        } catch {
            policy = nil
            problems = error.problems
        }
    }

    /// Whether one user is all three.
    var isTrial: Bool { accounts.gates == nil }

    /// The account of the gates: in a trial, whoever looks.
    var account: String {
        if !isTrial { return Accounts.gatesName }
        guard let account = unsafe getpwuid(geteuid()) else { return "\(geteuid())" }
        return unsafe String(cString: account.pointee.pw_name)
    }

    /// Whether we may look at everything.
    var isRoot: Bool { accounts.isRoot }

    /// `--config DIR`, where a command to paste needs it.
    var option: String { configuration.unusualPath.map { " --config \(ShellWord.quoted($0))" } ?? "" }

    /// What a check says that needs a policy which cannot be read.
    static let noPolicy = Verdict.unknown("the policy cannot be read")
}
