internal import Glibc
internal import LedgerWire
internal import Linux
internal import Restic
internal import Sandbox

/// `postern-gate maintain`: the gate of the gateway's own restic. Only the coordinator can start it.
enum MaintenanceProgram {
    static let usage = """
        usage: postern-gate maintain [--config DIR]

        The gate of the gateway's own restic. `postern forget`, `prune`, `check` and their like start it; nobody
        else can.

        EXIT STATUS
          0   restic hung up
          1   it could not be served, or the coordinator is gone
          64  these arguments are wrong
        """

    /// Runs it.
    ///
    /// - Parameter arguments: without the program's name and `maintain`.
    /// - Returns: the exit status.
    static func run(_ arguments: [String]) -> Int32 {
        var configuration = Invocation.standardConfiguration
        var words = arguments[...]
        if words.first == "--help" || words.first == "-h" {
            print(usage)
            return 0
        }
        if words.first == "--config" {
            guard words.count >= 2 else { return complain("--config wants a value", 64) }
            configuration = words[words.startIndex + 1]
            words = words.dropFirst(2)
        }
        guard words.isEmpty else { return complain("unknown argument", 64) }
        do throws(ControlError) {
            return try serve(configuration)
        } catch {
            return complain(error.description, 1)
        }
    }

    private static func serve(_ configuration: String) throws(ControlError) -> Int32 {
        let channel = try ControlChannel(owner: owner(of: configuration))
        guard (try? Confinement.closeInheritedDescriptors(keeping: [UInt32(ControlChannel.number)])) != nil else {
            return complain("this kernel is older than Linux 5.9", 1)
        }
        let orders = try Orders(from: channel)
        let gate = Gate<Stage.Starting>(orders, configuration, channel)
        guard let confined = gate.confine() else { return 1 }
        return switch orders.mandate.purpose {
        case .maintain, .view: confined.serve()
        case .tend, .purge: confined.tend()
        }
    }

    /// Whom the policy belongs to; root where that cannot be told.
    private static func owner(of configuration: String) -> uid_t {
        var status = stat()
        return unsafe stat("\(configuration)/postern.toml", &status) == 0 ? status.st_uid : 0
    }

    private static func complain(_ problem: String, _ status: Int32) -> Int32 {
        StandardError.say("postern-gate: error: \(problem)", "postern-gate: hint: postern --help lists what there is")
        return status
    }
}

/// All that the coordinator says before the gate begins.
struct Orders {
    let mandate: Mandate
    private(set) var hidden: Set<Object> = []
    /// What exists though it lies in the trash, by its run; a run without objects is one whose part is opened.
    private(set) var lent: [(run: UInt64, objects: [Object])] = []

    /// Reads them up to the word that begins.
    init(from channel: ControlChannel) throws(ControlError) {
        guard case .mandate(let mandate) = try channel.next() else { throw .unordered }
        self.mandate = mandate
        while true {
            switch try channel.next() {
            case .hide(let objects): hidden.formUnion(objects)
            case .lend(let objects, let run): lent.append((run, objects))
            case .begin: return
            case .mandate, .act, nil: throw .unordered
            }
        }
    }
}
