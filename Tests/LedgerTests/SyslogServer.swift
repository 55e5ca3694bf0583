import Foundation
import Glibc
import Linux
import Testing

/// A real datagram socket in syslog's place.
struct SyslogServer: ~Copyable {
    private let socket: Descriptor

    init(at path: String) throws {
        socket = Descriptor(owning: Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0))
        try retrying("bind") {
            unsafe Descriptor.withAddress(path) { address, length in unsafe bind(socket.raw, address, length) }
        }
    }

    /// The messages that wait now.
    func messages() throws -> [SyslogMessage] {
        var messages: [SyslogMessage] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = unsafe recv(socket.raw, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count >= 0 else { return messages }
            messages.append(try SyslogMessage(buffer[..<count]))
        }
    }
}

/// A message taken apart as RFC 5424 says, character by character, by nothing that we use to write it.
struct SyslogMessage {
    var priority = 0
    var head: [String] = []
    var element = ""
    var values: [(name: String, text: String)] = []
    var words = ""

    subscript(name: String) -> String? { values.first { $0.name == name }?.text }

    /// The value as it is in the row: JSON's escapes are taken away too.
    func text(_ name: String) throws -> String? {
        try self[name].map { text in
            let list = try JSONSerialization.jsonObject(with: Data("[\"\(text)\"]".utf8)) as? [String]
            return try #require(list?.first)
        }
    }

    init(_ bytes: some Sequence<UInt8>) throws {
        let bytes = Array(bytes)
        // Only printable ASCII: neither a line nor a terminal can be forged.
        try #require(bytes.allSatisfy { (0x20...0x7e).contains($0) })
        var rest = String(decoding: bytes, as: UTF8.self)[...]
        try #require(rest.popFirst() == "<")
        priority = try #require(Int(Self.until(">", &rest)))
        // VERSION, TIMESTAMP, HOSTNAME, APP-NAME, PROCID, MSGID.
        for _ in 0..<6 { head.append(Self.until(" ", &rest)) }
        try #require(rest.popFirst() == "[")
        element = Self.until(" ", &rest)
        while true {
            let name = Self.until("=", &rest)
            try #require(rest.popFirst() == "\"")
            values.append((name, try Self.value(&rest)))
            let next = rest.popFirst()
            if next == "]" { break }
            try #require(next == " ")
        }
        try #require(rest.popFirst() == " ")
        words = String(rest)
    }

    private static func until(_ end: Character, _ rest: inout Substring) -> String {
        let part = rest.prefix { $0 != end }
        rest = rest.dropFirst(part.count + 1)
        return String(part)
    }

    private static func value(_ rest: inout Substring) throws -> String {
        var value = ""
        while let next = rest.popFirst() {
            switch next {
            case "\"": return value
            case "]": throw Malformed()
            case "\\":
                guard let escaped = rest.popFirst() else { throw Malformed() }
                value.append(escaped)
            default: value.append(next)
            }
        }
        throw Malformed()
    }

    struct Malformed: Error {}
}
