internal import Glibc
internal import Linux
internal import Policy
internal import Secrets

/// Whether the keys of the secrets are there for root alone, and open all that the policy names.
enum SecretCheckup: Checkup {
    static let name = "secrets"

    static func look(at patient: Patient) -> [Verdict] {
        guard let state = patient.gateway?.state else { return [Patient.noPolicy] }
        let vaults = Vault.Kind.allCases.map { Vault($0, state: state) }
        let keys = vaults.compactMap { vault in
            vault.keyTrouble().map { verdict($0, "key of \(vault.kind.rawValue)", patient) }
        }
        guard keys.isEmpty else { return keys }
        do {
            let cut = try vaults.filter { try $0.isBetweenKeys() && !$0.hasCredential }.map { vault in
                Verdict.bad(
                    "a rotation of the key of \(vault.kind.rawValue) was cut",
                    mend: "postern secret rotate-key\(patient.option)")
            }
            let lines = try SecretInventory(state: state, uses: patient.policy.map(SecretUse.all) ?? []).lines
            let broken = lines.compactMap { line in line.trouble.map { verdict($0, "\(line.name)", patient) } }
            let all = cut + broken
            return all.isEmpty ? [.good("\(Amount.count(UInt64(lines.count), "secret")), and all can be opened")] : all
        } catch {
            return [.unknown(Complaint(of: error).matters[0].problem + (patient.isRoot ? "" : "; run it as root"))]
        }
    }

    private static func verdict(_ trouble: SecretError, _ what: String, _ patient: Patient) -> Verdict {
        let text = Escaped.text("\(what): \(trouble)")
        let anew = "postern secret list\(patient.option)"
        return switch trouble {
        case .missing(let name), .otherKey(let name), .forged(let name):
            .bad(text, mend: "postern secret set \(name)\(patient.option)")
        case .loose(let path):
            .bad(text, mend: "chown root \(ShellWord.quoted(path)); chmod go= \(ShellWord.quoted(path))")
        case .system(let why, _) where !patient.isRoot && [EACCES, EPERM].contains(why.code):
            .unknown("\(text); run it as root")
        case .noKey, .badKey, .damaged, .otherVersion, .badLength, .credential, .sodium, .system:
            .bad(text, mend: anew)
        }
    }
}
