import Foundation
import Testing

/// `systemd-analyze calendar`.
enum Systemd {
    /// How many moments are compared.
    static let iterations = 5

    /// What it answers.
    enum Answer {
        /// When the expression comes next; `nil` where it is none.
        case next([Int64]?)
        /// It looked too often: that it does now and then where the next moment is far away.
        case gaveUp
    }

    /// When each expression comes next.
    static func next(_ texts: [String], after moment: String, zone: String) throws -> [Answer] {
        try texts.map { text in
            let (status, output) = try run(
                [
                    "env", "TZ=\(zone)", "LC_ALL=C", "systemd-analyze", "calendar", "--iterations=\(iterations)",
                    "--base-time=\(moment) UTC", text,
                ])
            if output.contains("Infinite loop") { return .gaveUp }
            guard status == 0 else {
                try #require(output.contains("Failed to parse calendar"), "apt-get install systemd: \(output)")
                return .next(nil)
            }
            // Where local time is not UTC, it stands in a line of its own.
            let marks = zone == "UTC" && !output.contains("(in UTC)") ? ["Next elapse:", "Iter. #"] : ["(in UTC):"]
            return .next(
                output.split(separator: "\n").compactMap { line in
                    marks.contains { line.contains($0) } ? Self.seconds(in: line) : nil
                })
        }
    }

    /// `2026-03-28 00:00` in UTC, in seconds since 1970.
    static func seconds(_ text: String) -> Int64 {
        let form = DateFormatter()
        form.locale = Locale(identifier: "en_US_POSIX")
        form.timeZone = TimeZone(secondsFromGMT: 0)
        form.dateFormat = text.count == 16 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss"
        return Int64(form.date(from: text)?.timeIntervalSince1970 ?? 0)
    }

    /// In a line such as `Next elapse: Sun 2026-04-05 02:30:00 UTC`; `nil` for `never`.
    private static func seconds(in line: Substring) -> Int64? {
        let words = line.split(separator: " ")
        guard words.count > 3, words.last == "UTC" else { return nil }
        return seconds(words[(words.count - 3)..<(words.count - 1)].joined(separator: " "))
    }

    private static func run(_ words: [String]) throws -> (Int32, String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = Array(words.dropFirst())
        (process.standardInput, process.standardOutput, process.standardError) = (FileHandle.nullDevice, pipe, pipe)
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
