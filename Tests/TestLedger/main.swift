internal import Glibc
internal import Ledger

// usage: TestLedger state=DIR [patience=MS] [idle=MS] [gates=UID] [inherited=FD] [log=PATH]

let words = CommandLine.arguments.dropFirst().map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
let told = Dictionary(uniqueKeysWithValues: words.map { ($0[0], $0[1]) })
guard let state = told["state"] else { exit(64) }
var settings = Settings(state: state)
if let patience = told["patience"].flatMap({ Int64($0) }) { settings.patience = patience }
if let idle = told["idle"].flatMap({ Int64($0) }) { settings.idle = idle }
if let gates = told["gates"].flatMap({ UInt32($0) }) { (settings.gates, settings.group) = (gates, gates) }
settings.inherited = told["inherited"].flatMap { Int32($0) }
settings.log = told["log"]
exit(
    LedgerProgram.serve(settings) { line in
        let bytes = Array("\(line)\n".utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
    })
