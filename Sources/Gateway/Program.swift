internal import Linux
internal import Sandbox

/// The program `postern-gate`.
public enum Program {
    /// Serves one session, as ``Invocation/usage`` says.
    ///
    /// - Parameter arguments: without the program's name.
    /// - Returns: the exit status.
    public static func run(_ arguments: [String]) -> Int32 {
        switch arguments.first {
        case "maintain": return MaintenanceProgram.run(Array(arguments.dropFirst()))
        case "enclose": return EnclosureProgram.run(arguments.dropFirst())
        case "relay": return RelayProgram.run()
        default: break
        }
        let invocation: Invocation
        do throws(InvocationError) {
            invocation = try Invocation(parsing: arguments)
        } catch {
            if case .help = error {
                print(error)
                return 0
            }
            StandardError.say("postern-gate: error: \(error)", "postern-gate: hint: postern-gate --help")
            return 64
        }
        guard (try? Confinement.closeInheritedDescriptors()) != nil else {
            StandardError.say("postern-gate: error: this kernel is older than Linux 5.9", "postern-gate: hint: upgrade")
            return 1
        }
        let gate = Gate<Stage.Starting>(invocation, .current())
        guard let confined = gate.confine() else { return 1 }
        return confined.serve()
    }
}
