public import LedgerWire
public import Restic

/// What restic is to do in a repository, through a gate of maintenance.
public struct ResticOrder: Sendable {
    /// restic's command and its options, for example `["prune", "--verbose"]`.
    public var arguments: [String]
    /// The repository's password; it goes through a pipe and nowhere else.
    public var password: [UInt8]
    /// The id of the gateway's own key, so that no other key file is ever looked at.
    public var key: String?
    /// What the gate allows: ``LedgerWire/Mandate/Purpose/maintain`` or ``LedgerWire/Mandate/Purpose/view``.
    public var purpose: Mandate.Purpose
    /// Objects that do not exist for it.
    public var hidden: [Object] = []
    /// Objects that exist for it though they lie in the trash, by the run whose part they lie in.
    public var lent: [UInt64: [Object]] = [:]
    /// Whether restic keeps what it reads in the gateway's cache. Not where objects are hidden or lent.
    public var usesCache = true
    /// A second secret for restic, on descriptor 5: a new key's password.
    public var newPassword: [UInt8]?
    /// Whether restic runs as whoever we are, and not as the gates' user: to give restored files their owners.
    public var keepsUser = false
    /// Folders that restic restores into: there it may change anything, as in its own for temporary files.
    public var changing: [String] = []
    /// Where restic's output goes; `nil`: into the result.
    public var output: Int32?

    /// Takes what each order has.
    public init(_ arguments: [String], password: [UInt8], key: String?, purpose: Mandate.Purpose) {
        self.arguments = arguments
        self.password = password
        self.key = key
        self.purpose = purpose
    }

    /// Where restic finds its password, and a new one; and its helper the ways to the gate and back.
    static let passwordNumber: Int32 = 4
    static let newPasswordNumber: Int32 = 5
    static let toGateNumber: Int32 = 6
    static let fromGateNumber: Int32 = 7

    /// The file that ``newPassword`` is read from, for restic's `--new-password-file`.
    public static let newPasswordFile = "/dev/fd/\(newPasswordNumber)"
}

/// What restic came to.
public struct ResticResult: Sendable {
    /// Its exit status; 128 and the signal's number where it was killed.
    public let status: Int32
    /// What it wrote to its standard output.
    public let output: String
    /// What it wrote to its standard error, the gate's lines included.
    public let errors: String
    /// What the gate did for it.
    public let counts: SessionCounts

    /// The last thing that it complained about, for one line.
    public var complaint: String {
        errors.split(separator: "\n").last { $0.hasPrefix("Fatal:") }.map(String.init)
            ?? errors.split(separator: "\n").last.map(String.init) ?? ""
    }
}
