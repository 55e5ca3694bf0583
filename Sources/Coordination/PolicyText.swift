internal import Glibc
internal import Linux

/// Files of the policy as text.
enum PolicyText {
    /// A text as TOML's basic string. Source: TOML 1.0, "String".
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case "\u{0}"..."\u{1f}", "\u{7f}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Puts a file of the policy in place: whole or not at all, readable by the gates, writable by root.
    static func write(_ text: String, to path: String, _ accounts: Accounts) throws(Complaint) {
        do throws(SystemCallError) {
            try AtomicFile.write(Array(text.utf8), to: path, mode: 0o640, group: accounts.policyGroup)
        } catch {
            throw Complaint(error, at: path, hint: "check who may write there, and whether the disk is full")
        }
    }
}
