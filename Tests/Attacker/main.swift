import Attacks
import Glibc

// Tries the attacks, and prints a table.
//
//   Attacker [--plain | --postern] [--only TEXT] [--tries N]
//
// Exit status: 0 if Postern withstood all of them, 2 if it did not.

let table = Table(arguments: Array(CommandLine.arguments.dropFirst()))
exit(table.print() ? 0 : 2)
