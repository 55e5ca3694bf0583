internal import Glibc

/// Tries attacks, each some times, and prints a line for each as soon as it is known.
public struct Table {
    private var places: [Battle.Place] = [.plain, .postern(shared: false), .postern(shared: true)]
    private var only: String?
    private var tries = 10

    /// Understands the words of the command line.
    public init(arguments: [String]) {
        var words = arguments[...]
        while let word = words.popFirst() {
            switch word {
            case "--plain": places = [.plain]
            case "--postern": places = [.postern(shared: false), .postern(shared: true)]
            case "--only": only = words.popFirst()
            case "--tries": tries = words.popFirst().flatMap { Int($0) } ?? tries
            default:
                Self.say("usage: Attacker [--plain | --postern] [--only TEXT] [--tries N]")
                exit(64)
            }
        }
    }

    /// Prints all of it.
    ///
    /// - Returns: whether Postern withstood everything.
    public func print() -> Bool {
        var isHeld = true
        for attack in Attack.all where only.map({ attack.name.contains($0) }) ?? true {
            Self.say("\n\(attack.name)")
            for place in places {
                let row = row(attack, place)
                Self.say("  \(place.name): \(row.words)")
                if case .postern = place, !row.isHeld { isHeld = false }
            }
        }
        return isHeld
    }

    private func row(_ attack: Attack, _ place: Battle.Place) -> (words: String, isHeld: Bool) {
        let count = attack.isLuck ? tries : 1
        var (losses, blocked, example) = (0, 0, "")
        for seed in 0..<count {
            do {
                let outcome = try Battle(attack, on: place, seed: UInt64(seed + 1)).fight()
                if !outcome.losses.isEmpty { losses += 1 }
                if !outcome.isMaintained { blocked += 1 }
                if let first = outcome.losses.first { example = first }
                if example.isEmpty, !outcome.isMaintained {
                    example = outcome.report.split(separator: "\n").last.map { String($0.prefix(120)) } ?? ""
                }
            } catch {
                return ("could not be tried: \(error)", false)
            }
        }
        let words = "lost in \(losses) of \(count), maintenance stopped in \(blocked) of \(count)"
        return (example.isEmpty ? words : "\(words); \(example)", losses == 0)
    }

    private static func say(_ line: String) {
        Swift.print(line)
        fflush(nil)
    }
}

extension Battle.Place {
    /// The head of its line.
    var name: String {
        switch self {
        case .plain: "rclone and restic"
        case .postern(shared: false): "Postern          "
        case .postern(shared: true): "Postern, shared  "
        }
    }
}
