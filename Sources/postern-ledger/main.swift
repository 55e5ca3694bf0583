internal import Glibc
internal import Ledger
internal import Policy
internal import PolicyFile
internal import Sandbox

// The front door of the ledger: arguments and environment in, an exit status out.

let say: @Sendable (String) -> Void = { line in
    let bytes = Array("postern-ledger: \(line)\n".utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
}

func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
}

func settings(_ place: Arguments.Place) throws(PolicyFileError) -> Ledger.Settings {
    var settings: Ledger.Settings
    switch place {
    case .state(let folder): settings = Ledger.Settings(state: folder)
    case .config(let folder):
        let gateway = try PolicyFolder(folder).gateway()
        settings = Ledger.Settings(state: gateway.state)
        settings.confinement =
            switch gateway.landlock {
            case .required: .required
            case .bestEffort: .bestEffort
            }
        if gateway.syslog { settings.log = Ledger.Settings.machineLog }
    }
    settings.inherited = SocketActivation.descriptor(
        listenPID: variable("LISTEN_PID"), listenFDs: variable("LISTEN_FDS"))
    if let account = GatesAccount.find() {
        settings.gates = account.user
        // A trial of one user does without.
        if GatesAccount.mayGive(to: account.group) { settings.group = account.group }
    }
    return settings
}

switch Arguments(CommandLine.arguments.dropFirst()) {
case .help:
    print(Arguments.usage)
case .wrong(let what):
    say("error: \(what)")
    say("hint: postern-ledger --help")
    exit(64)
case .run(let place, let rebuild):
    do throws(PolicyFileError) {
        let settings = try settings(place)
        exit(rebuild ? LedgerProgram.rebuildCatalog(settings, say: say) : LedgerProgram.serve(settings, say: say))
    } catch {
        say("error: \(error)")
        exit(78)
    }
}
