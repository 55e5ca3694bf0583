import Attacks
import Foundation

// Tries the attacks, and prints a table; or strikes once through a login, for scripts.
//
//   Attacker [--plain | --postern] [--only TEXT] [--tries N]
//   Attacker strike 'LOGIN COMMAND' TEXT…     with RESTIC_PASSWORD; attacks whose names hold one of the texts
//
// Exit status: 0 if Postern withstood all of them, 1 if something could not be tried, 2 if it did not withstand.

let words = Array(CommandLine.arguments.dropFirst())
if words.first == "strike", words.count >= 3 {
    let environment = ProcessInfo.processInfo.environment
    let login = words[1].split(separator: " ").map(String.init)
    do {
        let strike = Strike(login: login, password: environment["RESTIC_PASSWORD"] ?? "")
        print("refused: \(try strike.run(Array(words[2...]), environment: environment))")
        exit(0)
    } catch {
        print("could not be tried: \(error)")
        exit(1)
    }
}
exit(Table(arguments: words).print() ? 0 : 2)
