internal import ArgumentParser
internal import Keys
internal import Policy
internal import Restic
internal import Trail

/// The forms of arguments. What is thrown here becomes a line of usage.
enum Words {
    static func name(_ text: String) throws -> Name {
        guard let name = Name(text) else { throw ValidationError("a name is [a-z0-9][a-z0-9._-]{0,62}") }
        return name
    }

    static func place(_ text: String) throws -> Place {
        do throws(PlaceError) { return try Place(parsing: text) } catch { throw ValidationError("\(error)") }
    }

    static func placeGlob(_ text: String) throws -> PlaceGlob {
        do throws(PlaceError) { return try PlaceGlob(parsing: text) } catch { throw ValidationError("\(error)") }
    }

    static func network(_ text: String) throws -> Network {
        guard let network = Network(text) else {
            throw ValidationError("write an address or a range, as in 192.0.2.0/24, without bits beyond its length")
        }
        return network
    }

    static func day(_ text: String) throws -> Day {
        guard let day = Day(text) else { throw ValidationError("write a day as in 2027-01-31") }
        return day
    }

    static func size(_ text: String) throws -> ByteCount {
        guard let size = ByteCount(size: text) else {
            throw ValidationError("write for example 500GB; units: B KB MB GB TB KiB MiB GiB TiB")
        }
        return size
    }

    static func outcome(_ text: String) throws -> Outcome {
        guard let outcome = Outcome(rawValue: text) else {
            throw ValidationError("write one of \(Outcome.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return outcome
    }

    static func count(_ text: String) throws -> Int {
        guard let count = Int(text), count > 0 else { throw ValidationError("write a whole number from 1 on") }
        return count
    }

    static func address(_ text: String) throws -> Address {
        guard let address = Address(text) else { throw ValidationError("write an address as in 192.0.2.7") }
        return address
    }

    static func duration(_ text: String) throws -> Duration {
        guard let duration = Duration(span: text) else {
            throw ValidationError("write a duration as in 7d; units: s m h d w")
        }
        return duration
    }

    /// With or without the name of the hash before it.
    static func fingerprint(_ text: String) throws -> String {
        let digits = text.hasPrefix("SHA256:") ? text.dropFirst(7) : text[...]
        let isBase64 = digits.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
        guard digits.utf8.count == 43, isBase64 else {
            throw ValidationError("write a fingerprint as key list prints it: SHA256: and 43 characters")
        }
        return "SHA256:" + digits
    }

    static func action(_ text: String) throws -> Action {
        guard let action = Action(rawValue: text) else {
            throw ValidationError("write one of \(Action.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return action
    }

    static func number(_ text: String) throws -> UInt64 {
        guard let number = UInt64(text), number > 0, number <= Int64.max else {
            throw ValidationError("write the number of a row, from 1 on")
        }
        return number
    }
}
