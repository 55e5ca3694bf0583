internal import Glibc
internal import Ledger

// The front door of the ledger: arguments and environment in, an exit status out.

let say: @Sendable (String) -> Void = { line in
    let bytes = Array("postern-ledger: \(line)\n".utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
}

func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
}

func settings(_ place: Arguments.Place) -> Settings? {
    guard case .state(let folder) = place else { return nil }
    var settings = Settings(state: folder)
    settings.inherited = SocketActivation.descriptor(
        listenPID: variable("LISTEN_PID"), listenFDs: variable("LISTEN_FDS"))
    if let account = GatesAccount.find() {
        settings.gates = account.user
        // Only root, or a member, can give a file to a group; a trial of one user does without.
        if geteuid() == 0 || getegid() == account.group { settings.group = account.group }
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
    guard let settings = settings(place) else {
        say("error: this build reads no configuration yet")
        say("hint: use --state DIR")
        exit(78)
    }
    exit(rebuild ? LedgerProgram.rebuildCatalog(settings, say: say) : LedgerProgram.serve(settings, say: say))
}
