import Foundation
import Policy
import Secrets
import Sodium

/// A state folder that is gone after the test.
final class Scratch: Sendable {
    let state: String

    init() throws {
        state = FileManager.default.temporaryDirectory.appending(path: "postern-\(UUID().uuidString)").path
        for (folder, mode) in [("secrets", 0o700), ("gate-secrets", 0o750), ("credentials", 0o700)] {
            try FileManager.default.createDirectory(
                atPath: "\(state)/\(folder)", withIntermediateDirectories: true, attributes: [.posixPermissions: mode])
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: state) }

    /// A vault without credentials.
    func vault(_ kind: Vault.Kind) -> Vault { Vault(kind, state: state, credentials: nil) }

    /// The vault of a service that systemd gave credentials.
    func serviceVault() -> Vault { Vault(.coordinator, state: state, credentials: "\(state)/credentials") }

    static func name(_ text: String) -> Name {
        guard let name = Name(text) else { preconditionFailure("no name: \(text)") }
        return name
    }

    func set(_ name: String, _ text: String, in vault: Vault) throws {
        var bytes = Array(text.utf8)
        let secret = try SecretBytes(wiping: &bytes)
        try vault.set(Self.name(name), to: secret, now: 1_800_000_000)
    }

    func text(_ name: String, in vault: Vault) throws -> String {
        try unsafe vault.open(Self.name(name)).withBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }

    func files(_ vault: Vault) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: vault.folder).sorted()
    }

    func content(_ file: String, _ vault: Vault) throws -> Data {
        try Data(contentsOf: URL(filePath: "\(vault.folder)/\(file)"))
    }

    func put(_ file: String, _ content: Data, _ vault: Vault) throws {
        try content.write(to: URL(filePath: "\(vault.folder)/\(file)"))
        try setMode(file, vault.kind == .coordinator ? 0o600 : 0o640, vault)
    }

    func mode(_ file: String, _ vault: Vault) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: "\(vault.folder)/\(file)")[.posixPermissions] as? Int
    }

    func setMode(_ file: String, _ mode: Int, _ vault: Vault) throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: "\(vault.folder)/\(file)")
    }
}
